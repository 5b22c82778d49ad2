internal import Observer

extension ProxyPlan {
    static let options: [VerbOption] =
        [
            .proxyListen, .upstream, .scenario, .seed, .replay,
            .journal, .frames, .redact, .journalSize, .journalKeep,
            .trace, .tracePlain, .traceLossless, .traceSnap, .traceTimes, .clientProfile, .serverProfile,
            .threads, .rewriteHost, .setHeader, .upstreamPath, .sendProxy, .via,
            .maxSessions, .handshakeTimeout, .idleTimeout, .connectTimeout, .drain,
        ] + ControlArguments.options + TLSArguments.options + [.guideLanguage, .quiet, .json]
}

extension VerbOption {
    static let proxyListen = VerbOption.text(
        "listen", "HOST:PORT",
        "where to listen; a port alone is on loopback, 0 any free one; also unix:/path",
        standard: "\(ListenPlace.standardProxy)")
    static let upstream = VerbOption.text(
        "upstream", "URL",
        "the server: ws://HOST:PORT, wss://HOST, tcp://HOST:PORT for any bytes, or unix:/path")
    static let clientProfile = VerbOption.text(
        "client-profile", "NAME",
        "what clients are, which says what their API reports: \(EndpointProfile.Name.list)",
        standard: "as their handshake looks"
    ).completed(as: .profile)
    static let serverProfile = VerbOption.text(
        "server-profile", "NAME", "what servers are", standard: EndpointProfile.Name.rfc6455.rawValue
    ).completed(as: .profile)
    static let threads = VerbOption.text(
        "threads", "N", "threads, each with sessions of its own", standard: "as many as cores")
    static let rewriteHost = VerbOption.optionalText(
        "rewrite-host", "HOST", "set Host to the upstream's own, or to HOST")
    static let setHeader = VerbOption.text(
        "header", "'NAME: VALUE'", "set this header in every request, in place of the client's",
        repeatable: true)
    static let upstreamPath = VerbOption.text(
        "upstream-path", "PATH", "ask the server for this path; the client's query stays, unless PATH has one"
    )
    static let sendProxy = VerbOption.choice(
        "send-proxy", ["v1", "v2"], "tell the server the client's address, by the PROXY protocol")
    static let via = VerbOption.text(
        "via", "HOST:PORT", "reach the server through this HTTP proxy, by CONNECT")
    static let maxSessions = VerbOption.text(
        "max-sessions", "N", "at most so many sessions at once; further clients wait", standard: "no limit")
    static let handshakeTimeout = VerbOption.text(
        "handshake-timeout", "TIME", "for a request's head, and for its answer; 0s for no limit",
        standard: "30s")
    static let idleTimeout = VerbOption.text(
        "idle-timeout", "TIME", "end a session that was silent for so long in both directions",
        standard: "none")
    static let connectTimeout = VerbOption.text(
        "connect-timeout", "TIME", "for connecting to the server, all its addresses together", standard: "30s"
    )
    static let drain = VerbOption.text(
        "drain", "TIME", "when told to stop: how long sessions may end by themselves", standard: "5s")
    static let quiet = VerbOption.flag("quiet", "no line for each session, only the first and the summary")
}

extension ListenPlace {
    /// The port of the examples.
    static let standardProxy = ListenPlace.loopback(port: 9000)
}
