/// How a session ended: what each side's API says, why, and whose doing it was.
public struct Ending: Hashable, Sendable {
    /// What the client's API reports; nil where there was no WebSocket to report of.
    public var client: Verdict?
    /// The same of the server.
    public var server: Verdict?
    /// Why.
    public var cause: Cause
    /// Whose doing.
    public var by: Culprit
    /// What the client lived through.
    public var clientSide: Experience
    /// What the server lived through.
    public var serverSide: Experience
    /// The rules that fired last, the newest last; at most 16.
    public var firings: [Firing]
    /// When the session began.
    public var start: Moment

    /// A rule that fired, and when.
    public struct Firing: Hashable, Sendable {
        /// The rule and what it fired at.
        public let rule: RuleFiring
        /// When.
        public let at: Moment

        /// A firing.
        public init(_ rule: RuleFiring, at: Moment) {
            self.rule = rule
            self.at = at
        }
    }

    /// An ending.
    public init(
        client: Verdict?, server: Verdict?, cause: Cause, by: Culprit, clientSide: Experience,
        serverSide: Experience, firings: [Firing], start: Moment
    ) {
        self.client = client
        self.server = server
        self.cause = cause
        self.by = by
        self.clientSide = clientSide
        self.serverSide = serverSide
        self.firings = firings
        self.start = start
    }

    /// What is said of a session that nobody watched.
    public static func unobserved(since start: Moment) -> Ending {
        Ending(
            client: nil, server: nil, cause: .unknown, by: .proxy,
            clientSide: Experience(.client, now: start),
            serverSide: Experience(.server, now: start), firings: [], start: start)
    }

    /// One side.
    public subscript(leg: Leg) -> Experience { leg == .client ? clientSide : serverSide }
}
