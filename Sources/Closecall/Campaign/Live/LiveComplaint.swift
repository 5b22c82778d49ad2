/// What is wrong with what a peer did about one input.
public struct LiveComplaint: Hashable, Sendable {
    /// In what way.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The peer's process ended, or nobody listens any more.
        case died
        /// A right handshake was refused, which was accepted before.
        case refused
        /// It neither answered nor ended the connection.
        case hung
        /// It did what RFC 6455 forbids.
        case answeredWrongly = "answered wrongly"
        /// It kept a connection, or its descriptor, that was over.
        case leaked
        /// It took far longer than usual.
        case slow
    }

    /// In what way.
    public let kind: Kind
    /// What is the same for all inputs that find the same, such as `accepted reservedOpcode`.
    public let key: String
    /// What a right peer does.
    public let expected: String
    /// What this one did.
    public let seen: String
    /// Where it stands.
    public let clause: String

    /// A complaint.
    public init(_ kind: Kind, _ key: String, expected: String, seen: String, clause: String) {
        self.kind = kind
        self.key = key
        self.expected = expected
        self.seen = seen
        self.clause = clause
    }

    /// Whether two inputs have found the same.
    public func isSame(as other: LiveComplaint) -> Bool { kind == other.kind && key == other.key }
}
