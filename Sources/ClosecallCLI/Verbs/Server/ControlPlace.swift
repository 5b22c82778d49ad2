internal import Control
internal import Reactor

/// Where a control API is to listen, and whom it lets in.
struct ControlPlace: Sendable {
    private let place: ListenPlace
    private let options: ControlServer.Options

    init(_ place: ListenPlace, token: String?) {
        self.place = place
        var options = ControlServer.Options()
        options.token = token
        self.options = options
    }

    func listen(_ routes: [Route]) async throws(CommandFailure) -> ControlServer {
        let made = try await place.listen {
            address throws(SystemError) -> Result<ControlServer, ControlError> in
            do throws(ControlError) {
                return .success(try ControlServer(at: address, options: options, routes: routes))
            } catch {
                if case .system(let error) = error { throw error }
                return .failure(error)
            }
        }
        do throws(ControlError) { return try made.get() } catch {
            throw CommandFailure("option \"\(VerbOption.controlToken.typed)\": \(error)")
        }
    }
}

extension VerbOption {
    static let controlToken = VerbOption.text(
        "control-token", "TOKEN",
        "what clients have to show; needed where other machines can reach the API")
}
