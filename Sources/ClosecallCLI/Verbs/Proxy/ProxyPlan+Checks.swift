internal import Closecall
internal import Reactor

extension ProxyPlan {
    /// Refuses options that would silently do nothing.
    static func checkTogether(
        _ arguments: ParsedArguments, _ upstream: Upstream
    ) throws(CommandFailure) {
        if upstream.kind == .tcp, let option = needingHTTP.first(where: arguments.has) {
            throw CommandFailure(
                "option \"\(option.typed)\" is for HTTP, and \(upstream) is any bytes: write ws:// for it, or drop "
                    + "the option")
        }
        if upstream.kind != .wss, let option = needingUpstreamTLS.first(where: arguments.has) {
            let way = upstream.endpoint.port == nil ? "drop" : "write wss:// for it, or drop"
            throw CommandFailure(
                "option \"\(option.typed)\" is for a wss:// upstream, and \(upstream) is none: \(way) the option"
            )
        }
        if arguments.has(.via), case .address(.unix) = upstream.endpoint {
            throw CommandFailure(
                "option \"\(VerbOption.via.typed)\": an HTTP proxy cannot reach \(upstream), drop one of both"
            )
        }
    }

    private static let needingHTTP: [VerbOption] = [
        .rewriteHost, .setHeader, .upstreamPath, .handshakeTimeout, .tlsSelfSigned, .tlsCertificate, .tlsKey,
    ]
    private static let needingUpstreamTLS: [VerbOption] = [.upstreamCA, .upstreamInsecure]

    /// Where sessions will connect to: looked up once now, so that a wrong name is told before clients meet it.
    /// Behind an HTTP proxy, that one has to know the upstream's name.
    func upstreamAddresses() async throws(CommandFailure) -> [SocketAddress] {
        do throws(ResolveError) {
            return try await (options.via ?? options.upstream.endpoint).addresses()
        } catch {
            let source = options.via == nil ? upstreamSource : "option \"\(VerbOption.via.typed)\""
            throw CommandFailure("\(source): \(error); check the name, or write an address")
        }
    }

    /// What to say if every session would come back as the next one, until all descriptors are used up.
    func loop(from listening: SocketAddress, to upstream: [SocketAddress]) -> String? {
        guard options.via == nil, upstream.contains(where: { listening.takes($0) }) else { return nil }
        return
            "\(upstreamSource): \(options.upstream) is where this proxy listens itself, name the server's port"
    }
}

extension SocketAddress {
    /// Whether who connects to `address` gets here.
    fileprivate func takes(_ address: SocketAddress) -> Bool {
        guard address.port == port else { return false }
        switch (self, address) {
        case (.ipv4(0, _), .ipv4), (.ipv6(0, _, _), .ipv4), (.ipv6(0, _, _), .ipv6):
            // On all interfaces; which addresses these have is not asked.
            return address.isLoopback
        default: return self == address
        }
    }
}
