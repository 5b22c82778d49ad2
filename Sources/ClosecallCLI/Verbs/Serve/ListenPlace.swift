internal import Glibc
internal import Reactor

/// Where a server verb listens, as `--listen` names it.
struct ListenPlace: Sendable, CustomStringConvertible {
    /// The port that the Autobahn TestSuite's examples use for a server.
    static let standard = ListenPlace(.address(.ipv4(0x7F00_0001, port: 9001)))

    /// Loopback, on whatever port is free.
    static let anyFree = ListenPlace(.address(.ipv4(0x7F00_0001, port: 0)))

    private let endpoint: Endpoint

    private init(_ endpoint: Endpoint) { self.endpoint = endpoint }

    init(parsing text: String) throws(CommandFailure) {
        let place = text.hasPrefix("unix:") ? nil : try HostAndPort(parsing: text)
        do throws(EndpointError) {
            if let place {
                endpoint = try Endpoint(host: place.host, port: place.port)
            } else {
                endpoint = try Endpoint(text)
            }
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    var description: String { "\(endpoint)" }

    /// Calls `start` with the place's address; of a name's addresses, with the first that this machine has.
    func listen<Server>(
        _ start: (SocketAddress) throws(SystemError) -> Server
    ) async throws(CommandFailure) -> Server {
        var problem: SystemError?
        for address in try await addresses() {
            do throws(SystemError) {
                return try start(address)
            } catch {
                problem = problem ?? error
                if error.code != EADDRNOTAVAIL && error.code != EAFNOSUPPORT { break }
            }
        }
        throw CommandFailure(problem.map(explanation) ?? "\(endpoint) has no address")
    }

    private func addresses() async throws(CommandFailure) -> [SocketAddress] {
        switch endpoint {
        case .address(let address): return [address]
        case .name(let name, let port):
            do throws(ResolveError) {
                return try await Self.resolve(name, port).get()
            } catch {
                throw CommandFailure("\(error); write an address, such as 127.0.0.1:\(port)")
            }
        }
    }

    private static func resolve(
        _ name: String, _ port: UInt16
    ) async -> Result<[SocketAddress], ResolveError> {
        guard let loop = try? EventLoop.shared else { return .success([]) }
        return await withCheckedContinuation { continuation in
            loop.submit {
                Resolver.resolve(name, port: port, on: loop) { continuation.resume(returning: $0) }
            }
        }
    }

    private func explanation(of error: SystemError) -> String {
        switch error.code {
        case EADDRINUSE:
            let way = endpoint.port == nil ? "another path" : "another port, or 0 for any free one"
            return "cannot listen on \(endpoint): something else listens there already; choose \(way)"
        case EADDRNOTAVAIL:
            return
                "cannot listen on \(endpoint): this machine does not have that address; 127.0.0.1 is always "
                + "there, 0.0.0.0 stands for all it has"
        case EACCES where endpoint.port != nil:
            return "cannot listen on \(endpoint): ports below 1024 need privileges; choose a higher one"
        default: return "cannot listen on \(endpoint): \(error)"
        }
    }
}
