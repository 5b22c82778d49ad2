internal import Reactor

/// Where a proxy is to listen, read as Go's `net.Listen` reads it.
enum ListenAddress {
    /// What was wrong, in Go's words, without `listen tcp: `.
    struct Problem: Error {
        let words: String
    }

    /// The address. Of a name's addresses an IPv4 one is preferred, as in Go.
    static func resolve(_ text: String) async throws(Problem) -> SocketAddress {
        // Toxiproxy would listen on all interfaces here; nobody who writes nothing asks for that.
        if text.isEmpty { return .ipv4(0x7F00_0001, port: 0) }
        // Go: "if the host is empty, Listen listens on all available addresses", which a socket for IPv6 does.
        let endpoint: Endpoint
        do throws(EndpointError) {
            endpoint = try Endpoint(text.hasPrefix(":") ? "[::]\(text)" : text)
        } catch {
            throw Problem(words: words(error))
        }
        switch endpoint {
        case .address(let address): return address
        case .name(let name, let port):
            let addresses = await lookUp(name, port)
            switch addresses {
            case .success(let found):
                let best = found.first { if case .ipv4 = $0 { true } else { false } } ?? found.first
                if let best { return best }
                throw Problem(words: "lookup \(name): no such host")
            case .failure(let error): throw Problem(words: "lookup \(name): \(error.reason)")
            }
        }
    }

    private static func words(_ error: EndpointError) -> String {
        switch error.kind {
        case .noPort: "address \(error.text): missing port in address"
        case .badPort: "address \(error.text): invalid port"
        case .unbracketedIPv6: "address \(error.text): too many colons in address"
        case .noHost, .badIPv4, .badIPv6, .badName, .noPath, .longPath: "\(error)"
        }
    }

    private static func lookUp(
        _ name: String, _ port: UInt16
    ) async -> Result<[SocketAddress], ResolveError> {
        guard let loop = try? EventLoop.shared else { return .success([]) }
        return await withCheckedContinuation { continuation in
            let isRunning = loop.submit {
                Resolver.resolve(name, port: port, on: loop) { continuation.resume(returning: $0) }
            }
            if !isRunning { continuation.resume(returning: .success([])) }
        }
    }

    /// What Go says when it cannot listen: `listen tcp 127.0.0.1:80: bind: permission denied`.
    static func words(_ error: SystemError, at address: SocketAddress) -> String {
        let reason = error.words.dropLast(error.name.utf8.count + 3)
        return "listen tcp \(address): \(error.operation): \(reason)"
    }
}
