internal import Reactor

extension Endpoint {
    /// The address it is, or those that its name has.
    func addresses() async throws(ResolveError) -> [SocketAddress] {
        switch self {
        case .address(let address): [address]
        case .name(let name, let port): try await Self.lookUp(name, port).get()
        }
    }

    private static func lookUp(
        _ name: String, _ port: UInt16
    ) async -> Result<[SocketAddress], ResolveError> {
        guard let loop = try? EventLoop.shared else { return .success([]) }
        return await withCheckedContinuation { continuation in
            loop.submit {
                Resolver.resolve(name, port: port, on: loop) { continuation.resume(returning: $0) }
            }
        }
    }
}

extension EndpointError {
    /// What is wrong with a place to connect to: its own words are about places to listen at.
    var asTarget: String {
        switch kind {
        case .noPort: "“\(text)” has no port, write \(text.isEmpty ? "HOST" : text):PORT"
        case .noHost: "“\(text)” has no host, write 127.0.0.1\(text)"
        case .badPort, .badIPv4, .badIPv6, .unbracketedIPv6, .badName, .noPath, .longPath: "\(self)"
        }
    }
}
