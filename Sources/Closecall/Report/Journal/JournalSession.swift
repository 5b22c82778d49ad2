public import Observer

/// A session as a journal tells of it. What the journal leaves out is nil or empty: an older or a newer proxy may
/// have written it.
public struct JournalSession: Sendable {
    /// Which run it was of, counted from 1: a journal that is added to holds several.
    public let run: Int
    /// Its number in that run.
    public let number: Int
    /// When it began, in microseconds since 1970.
    public internal(set) var openedAt: Int64?
    /// How long it took; nil if it was open when the journal ended.
    public internal(set) var duration: Duration?
    /// The client's address.
    public internal(set) var clientAddress: String?
    /// The server's address.
    public internal(set) var serverAddress: String?
    /// What rules know it by.
    public internal(set) var key: String?
    /// Its ordinal among the sessions with that key.
    public internal(set) var ordinal: Int?
    /// The request target.
    public internal(set) var path: String?
    /// The status of the server's answer.
    public internal(set) var status: Int?
    /// The subprotocol.
    public internal(set) var subprotocol: String?
    /// Whether permessage-deflate was agreed on.
    public internal(set) var isCompressed = false
    /// What the client's API reported; nil where there was nothing to report of.
    public internal(set) var client: SeenEnding?
    /// The same of the server.
    public internal(set) var server: SeenEnding?
    /// Why it ended, `Cause.identifier`; nil if it was open when the journal ended.
    public internal(set) var cause: String?
    /// Whose doing it was, `Culprit.identifier`.
    public internal(set) var by: String?
    /// The rule that ended it.
    public internal(set) var rule: String?
    /// The end in a sentence.
    public internal(set) var story: String?
    /// Messages that were complete.
    public internal(set) var messages = BothWays()
    /// Frames.
    public internal(set) var frames = BothWays()
    /// Bytes.
    public internal(set) var bytes = BothWays()
    /// Bytes that could not be delivered.
    public internal(set) var lost = BothWays()
    /// What is known of its end.
    public internal(set) var evidence = JournalEvidence()

    /// A number for each direction.
    public struct BothWays: Hashable, Sendable {
        /// To the server.
        public internal(set) var toServer: UInt64 = 0
        /// To the client.
        public internal(set) var toClient: UInt64 = 0
    }

    init(run: Int, number: Int) {
        self.run = run
        self.number = number
    }

    /// What one endpoint's API reported.
    public subscript(leg: Leg) -> SeenEnding? { leg == .client ? client : server }

    /// What a summary counts of it.
    public var ended: EndedSession {
        EndedSession(
            number: number, cause: cause ?? EndedSession.open, by: by, rule: rule, client: client,
            server: server, duration: duration)
    }

    /// Whether anybody would call the end of it a problem.
    public var isAbnormal: Bool { ended.isAbnormal }
}

/// What an endpoint's API told of an end, as a journal has it.
public struct SeenEnding: Hashable, Sendable {
    /// What.
    public enum Outcome: Hashable, Sendable {
        /// A close event.
        case event(code: UInt16, reason: String, wasClean: Bool)
        /// An error, and no close event.
        case errorOnly
        /// Nothing.
        case pending
    }

    /// What.
    public let outcome: Outcome
    /// Whether it was told before that the connection is open; nil if the journal does not say.
    public let opened: Bool?
    /// Whether it was told of an error.
    public let error: Bool?
    /// How an endpoint of which kind reports.
    public let profile: String?

    /// What was seen.
    public init(_ outcome: Outcome, opened: Bool? = nil, error: Bool? = nil, profile: String? = nil) {
        self.outcome = outcome
        self.opened = opened
        self.error = error
        self.profile = profile
    }

    /// The close event's code.
    public var code: UInt16? { if case .event(let code, _, _) = outcome { code } else { nil } }

    /// Whether it was a close event of an orderly end.
    public var isClean: Bool { if case .event(_, _, true) = outcome { true } else { false } }
}
