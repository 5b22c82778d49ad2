public import Faults
public import WebSocketWire

/// Something that is true or not of a message or a frame, whatever came before it.
public indirect enum Condition: Sendable {
    /// Its opcode (a message's is its first frame's) is in the set.
    case kind(OpcodeSet)
    /// So many bytes of payload; of a compressed message, uncompressed.
    case size(ClosedRange<Int>)
    /// It contains these bytes.
    case contains([UInt8])
    /// It matches.
    case matches(Pattern)
    /// It is JSON, and at this pointer (RFC 6901) stands this.
    case json(pointer: String, equals: JSONScalar)
    /// FIN is set.
    case isFinal(Bool)
    /// It came in several frames.
    case isFragmented(Bool)
    /// RSV1 is set, and compression was agreed on.
    case isCompressed(Bool)
    /// All hold.
    case all([Condition])
    /// One at least holds.
    case any([Condition])
    /// It does not hold.
    case not(Condition)

    /// Whether the payload has to be looked at.
    public var needsPayload: Bool {
        switch self {
        case .contains, .matches, .json: true
        case .kind, .size, .isFinal, .isFragmented, .isCompressed: false
        case .all(let parts), .any(let parts): parts.contains { $0.needsPayload }
        case .not(let part): part.needsPayload
        }
    }

    /// Whether it holds.
    public func holds(for facts: UnitFacts, payload: Span<UInt8>) -> Bool {
        switch self {
        case .kind(let kinds): kinds.contains(OpcodeSet(facts.opcode))
        case .size(let range): range.contains(facts.size)
        case .contains(let bytes): payload.contains(bytes.span)
        case .matches(let pattern): pattern.firstMatch(in: payload) != nil
        case .json(let pointer, let expected): JSONPointer.scalar(at: pointer, in: payload) == expected
        case .isFinal(let expected): facts.isFinal == expected
        case .isFragmented(let expected): facts.isFragmented == expected
        case .isCompressed(let expected): facts.isCompressed == expected
        case .all(let parts): parts.allSatisfy { $0.holds(for: facts, payload: payload) }
        case .any(let parts): parts.contains { $0.holds(for: facts, payload: payload) }
        case .not(let part): !part.holds(for: facts, payload: payload)
        }
    }
}

/// What is known of a message or a frame without its payload.
public struct UnitFacts: Hashable, Sendable {
    /// The first frame's opcode.
    public var opcode: Opcode
    /// Bytes of payload.
    public var size: Int
    /// FIN of a frame; true of a message.
    public var isFinal: Bool
    /// Whether it is a message in several frames.
    public var isFragmented: Bool
    /// Whether it is compressed.
    public var isCompressed: Bool

    /// Facts.
    public init(opcode: Opcode, size: Int, isFinal: Bool, isFragmented: Bool, isCompressed: Bool) {
        self.opcode = opcode
        self.size = size
        self.isFinal = isFinal
        self.isFragmented = isFragmented
        self.isCompressed = isCompressed
    }
}
