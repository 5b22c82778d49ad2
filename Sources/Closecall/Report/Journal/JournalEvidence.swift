public import Observer

/// What a journal has of a session, in the order in which it happened as far as each kind goes.
public struct JournalEvidence: Sendable {
    /// Close frames.
    public internal(set) var closes: [Close] = []
    /// How the endpoints ended their halves.
    public internal(set) var ends: [End] = []
    /// How the endpoints were told that nothing comes any more.
    public internal(set) var tells: [Tell] = []
    /// What was wrong with frames.
    public internal(set) var flaws: [Flaw] = []
    /// Where the stream to the server stood at the end.
    public internal(set) var placeToServer: Place?
    /// Where the stream to the client stood at the end.
    public internal(set) var placeToClient: Place?
    /// When one half of a leg was over and the other was not.
    public internal(set) var halfOpen: [HalfOpen] = []
    /// The rules that fired.
    public internal(set) var faults: [Fault] = []
    /// Faults that are not kept here: there were too many.
    public internal(set) var faultsLeftOut = 0
    /// The frames: all that the journal has, up to a limit, or the last ones.
    public internal(set) var frames = JournalFrames()

    /// Where a stream stood.
    public struct Place: Hashable, Sendable {
        /// `between-messages`, `in-payload`.
        public let name: String
        /// Bytes of a header that had come.
        public let read: UInt64?
        /// Bytes of a payload that were missing.
        public let missing: UInt64?
    }

    /// A Close frame.
    public struct Close: Hashable, Sendable {
        /// Who sent it, or in whose name it was sent.
        public let from: Leg
        /// How far it came; nil if the journal does not say.
        public let stage: JournalFrames.Stage?
        /// Its code; nil where its payload has none.
        public let code: UInt16?
        /// Its reason.
        public let reason: String
        /// Its payload in hexadecimal digits.
        public let payload: String
        /// Where in its stream.
        public let offset: UInt64?
        /// Which frame.
        public let frame: UInt64?
        /// When, in seconds since the session began.
        public let age: Double
    }

    /// An endpoint ended its half.
    public struct End: Hashable, Sendable {
        /// Whose.
        public let leg: Leg
        /// `fin`, `rst`, `truncated`, `failed`.
        public let how: String
        /// What there is to say besides.
        public let detail: String?
        /// When.
        public let age: Double
        /// Whether it was the session's first end.
        public let isFirst: Bool
    }

    /// An endpoint was told that nothing comes any more.
    public struct Tell: Hashable, Sendable {
        /// Who.
        public let leg: Leg
        /// `fin`, `rst`, `truncated`, `failed`.
        public let how: String
        /// What there is to say besides.
        public let detail: String?
        /// When.
        public let age: Double
    }

    /// Something was wrong with a frame.
    public struct Flaw: Hashable, Sendable {
        /// Who sent it, or in whose name it was sent.
        public let from: Leg
        /// How far it came; nil if the journal does not say.
        public let stage: JournalFrames.Stage?
        /// What.
        public let kind: String
        /// Which frame.
        public let frame: UInt64?
        /// Where in its stream.
        public let offset: UInt64?
        /// When.
        public let age: Double
    }

    /// One half of a leg was over, and the other was not.
    public struct HalfOpen: Hashable, Sendable {
        /// Which leg.
        public let leg: Leg
        /// Whether it was the endpoint who ended its half, and not the proxy.
        public let isEndedByPeer: Bool
        /// From when.
        public let from: Double
        /// To when; nil where it never ended.
        public let to: Double?
    }

    /// A rule fired.
    public struct Fault: Hashable, Sendable {
        /// The rule.
        public let rule: String
        /// `message 3`
        public let at: String
        /// The faults' names, where the journal has them.
        public let faults: [String]
        /// Which way.
        public let direction: Direction?
        /// When.
        public let age: Double
    }

    /// Of the faults of a session, so many are kept.
    static let mostFaults = 64
}
