internal import Closecall
internal import Observer
internal import Reactor
internal import Relay

/// What `proxy` is to do, read from its options and checked as far as that goes without the network.
struct ProxyPlan: Sendable {
    let place: ListenPlace
    private(set) var options: ProxyOptions
    /// How long sessions have to end by themselves.
    let drain: Duration
    let isQuiet: Bool
    let isJSON: Bool
    /// What the user should hear before the first client comes.
    private(set) var notes: [String]
    /// What it breaks.
    let breaking: ScenarioArguments
    /// What it writes down.
    let journal: JournalArguments
    /// What it records.
    let trace: TraceArguments
    /// Who may change it while it runs.
    let control: ControlArguments
    /// Of the sentences that tell how sessions ended.
    let language: Language
    /// What the upstream's text was given with, to name it in messages.
    let upstreamSource: String

    init(_ arguments: ParsedArguments, _ environment: Environment) throws(CommandFailure) {
        let upstream: Upstream
        (upstream, upstreamSource) = try Self.upstream(arguments)
        try Self.checkTogether(arguments, upstream)
        let place = try arguments.decoded(.proxyListen) { text throws(CommandFailure) in
            try ListenPlace(parsing: text)
        }
        self.place = place ?? .standardProxy
        drain = try arguments.duration(.drain) ?? .seconds(5)
        isQuiet = arguments.has(.quiet)
        isJSON = arguments.has(.json)
        breaking = try ScenarioArguments(arguments)
        journal = try JournalArguments(arguments)
        trace = try TraceArguments(arguments)
        control = try ControlArguments(arguments)
        language = arguments.language(environment)
        options = ProxyOptions(upstream: upstream)
        options.scenario = breaking.setup
        notes = []
        options.threads = try arguments.integer(.threads, in: 1...1024) ?? Cores.usable
        options.maxSessions = try arguments.integer(.maxSessions, in: 1...10_000_000)
        options.via = try Self.via(arguments)
        options.proxyProtocol = arguments.value(.sendProxy).map { $0 == "v1" ? .v1 : .v2 }
        options.keepsFrames = journal.keepsFrames
        try takeProfiles(arguments)
        options.relay.rewrite = try RewriteArguments.rewrite(arguments, upstream)
        try takeTimes(arguments)
        try takeTLS(arguments, environment)
        noteDescriptors()
    }

    private mutating func takeProfiles(_ arguments: ParsedArguments) throws(CommandFailure) {
        options.clientProfile = try arguments.decoded(.clientProfile) { text throws(CommandFailure) in
            try EndpointProfile.Name(named: text)
        }
        let server = try arguments.decoded(.serverProfile) { text throws(CommandFailure) in
            let name = try EndpointProfile.Name(named: text)
            guard name == .rfc6455 else {
                throw CommandFailure(
                    "what servers like \(name.rawValue) report has not been measured yet, write "
                        + EndpointProfile.Name.rfc6455.rawValue)
            }
            return name
        }
        if let server { options.serverProfile = server }
    }

    private mutating func takeTimes(_ arguments: ParsedArguments) throws(CommandFailure) {
        if let limit = try arguments.duration(.handshakeTimeout) {
            options.relay.handshakeTimeout = limit == .zero ? nil : limit
        }
        if let limit = try arguments.duration(.idleTimeout) {
            options.relay.idleTimeout = limit == .zero ? nil : limit
        }
        if let limit = try arguments.duration(.connectTimeout) {
            guard limit > .zero else {
                throw CommandFailure(
                    "option \"\(VerbOption.connectTimeout.typed)\" cannot be 0, nobody connects so fast")
            }
            options.connecting = ConnectLimits(
                perAddress: min(limit, options.connecting.perAddress), total: limit)
        }
    }

    private mutating func takeTLS(
        _ arguments: ParsedArguments, _ environment: Environment
    ) throws(CommandFailure) {
        let tls = try TLSArguments(arguments, environment, secrets: trace.secrets)
        options.tls = tls.server
        if options.upstream.kind == .wss { options.upstreamTLS = try tls.client() }
        notes += tls.notes
    }

    /// A session has two descriptors. Who asked for a number of sessions should hear that they do not fit.
    private mutating func noteDescriptors() {
        let limit = DescriptorLimit.raise()
        guard let sessions = options.maxSessions, sessions > (limit - 64) / 2 else { return }
        notes.append(
            "\(sessions) sessions need \(2 * sessions + 64) descriptors, and the limit is \(limit): raise it "
                + "with ulimit -n, or further clients wait")
    }
}

// MARK: Reading

extension ProxyPlan {
    private static func upstream(
        _ arguments: ParsedArguments
    ) throws(CommandFailure) -> (Upstream, source: String) {
        let named = arguments.value(.upstream)
        let placed = arguments.positionals.first
        if named != nil, placed != nil {
            throw CommandFailure(
                "the upstream is given twice: drop \"\(VerbOption.upstream.typed)\" or UPSTREAM")
        }
        guard let text = named ?? placed else {
            throw CommandFailure("no upstream: name the server, such as --upstream ws://127.0.0.1:8080")
        }
        let source = named == nil ? "UPSTREAM" : "option \"\(VerbOption.upstream.typed)\""
        let upstream: Upstream
        do throws(UpstreamError) {
            upstream = try Upstream(text)
        } catch {
            if case .place(let error) = error.reason { throw CommandFailure("\(source): \(error.asTarget)") }
            throw CommandFailure("\(source): \(error)")
        }
        if upstream.endpoint.port == 0 {
            throw CommandFailure("\(source): nobody listens on port 0, write the server's port")
        }
        return (upstream, source)
    }

    /// `host:port`, or `http://host:port` as `https_proxy` has it.
    private static func via(_ arguments: ParsedArguments) throws(CommandFailure) -> Endpoint? {
        try arguments.decoded(.via) { text throws(CommandFailure) in
            var place = text[...]
            if place.hasPrefix("http://") {
                place = place.dropFirst(7)
                if place.hasSuffix("/") { place.removeLast() }
            }
            if let colon = place.firstRange(of: "://") {
                throw CommandFailure(
                    "expected an HTTP proxy as HOST:PORT, found \"\(place[..<colon.upperBound])\"")
            }
            do throws(EndpointError) { return try Endpoint(String(place)) } catch {
                throw CommandFailure(error.asTarget)
            }
        }
    }
}
