public import Observer

/// What came of a scenario that was run by itself.
public struct RunOutcome: Sendable {
    /// Where the random choices came from.
    public var seed: UInt64
    /// The embedded clients.
    public var clients: [ClientOutcome]
    /// The embedded server's connections, in the order in which they were accepted.
    public var servers: [SideOutcome]
    /// How often each rule fired.
    public var rules: [RuleCount]
    /// How the proxy's sessions ended, or stand, in the order in which they began.
    public var endings: [Ending]
    /// From the beginning to the last end, or to the play's time limit.
    public var duration: Duration
    /// Whether the time limit ended it, so that somebody was still open.
    public var isTimedOut: Bool
    /// Whether it was broken off from outside: what it says is not all that would have come.
    public var isBrokenOff: Bool

    /// An outcome that is made up.
    public init(
        seed: UInt64, clients: [ClientOutcome], servers: [SideOutcome], rules: [RuleCount],
        endings: [Ending], duration: Duration, isTimedOut: Bool, isBrokenOff: Bool
    ) {
        self.seed = seed
        self.clients = clients
        self.servers = servers
        self.rules = rules
        self.endings = endings
        self.duration = duration
        self.isTimedOut = isTimedOut
        self.isBrokenOff = isBrokenOff
    }

    /// What the client saw; of several, the first, and of several connections, the last.
    public var client: SideOutcome { clients.first?.last ?? SideOutcome() }

    /// What the server saw of it.
    public var server: SideOutcome { servers(of: clients.count).first ?? SideOutcome() }

    /// How the last session ended; nil where neither side saw an end.
    public var ending: Ending? { client.endedAt == nil && server.endedAt == nil ? nil : endings.last }

    /// Whose doing the end was; nil where nobody can be named, as with a connection that has not ended.
    public var cause: RunCause? { ending.map { RunCause($0.by) } }

    /// The server's last connections: with each client's last one on the other side, they are what is judged.
    func servers(of count: Int) -> ArraySlice<SideOutcome> { servers.suffix(count) }

    /// The rules that never fired.
    public var silentRules: [String] { rules.filter { $0.count == 0 }.map(\.rule) }
}

/// What one embedded client went through.
public struct ClientOutcome: Hashable, Sendable {
    /// Its connections; more than one if it came back.
    public var connections: [SideOutcome]
    /// How long it waited before each time that it came back.
    public var waits: [Duration]

    /// An outcome that is made up.
    public init(connections: [SideOutcome], waits: [Duration]) {
        self.connections = connections
        self.waits = waits
    }

    /// What it saw at last.
    public var last: SideOutcome { connections.last ?? SideOutcome() }
}
