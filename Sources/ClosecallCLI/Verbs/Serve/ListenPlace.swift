internal import Glibc
internal import Reactor

/// Where a server verb listens, as `--listen` names it.
struct ListenPlace: Sendable, CustomStringConvertible {
    /// The port that the Autobahn TestSuite's examples use for a server.
    static let standard = loopback(port: 9001)

    /// Loopback, on whatever port is free.
    static let anyFree = loopback(port: 0)

    static func loopback(port: UInt16) -> ListenPlace {
        ListenPlace(.address(.ipv4(0x7F00_0001, port: port)))
    }

    private let endpoint: Endpoint

    private init(_ endpoint: Endpoint) { self.endpoint = endpoint }

    init(parsing text: String) throws(CommandFailure) {
        let place = text.hasPrefix("unix:") ? nil : try Self.hostAndPort(text)
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

    /// A port alone means loopback, as with a colon in front of it.
    private static func hostAndPort(_ text: String) throws(CommandFailure) -> HostAndPort {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return try HostAndPort(parsing: text)
        }
        guard let port = UInt16(text) else {
            throw CommandFailure("\"\(text)\" is not a port, write a whole number from 0 to 65535")
        }
        return HostAndPort(host: HostAndPort.standardHost, port: port)
    }

    var description: String { "\(endpoint)" }

    /// The port; nil for what has none.
    var port: UInt16? { endpoint.port }

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
        do throws(ResolveError) {
            return try await endpoint.addresses()
        } catch {
            throw CommandFailure("\(error); write an address, such as 127.0.0.1:\(endpoint.port ?? 0)")
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
