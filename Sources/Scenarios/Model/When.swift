public import Faults
public import Observer
public import WebSocketWire

/// When a rule fires. Everything that is given has to hold.
///
/// What is counted (`occasion`, `limit`) is counted for each direction of each session by itself: what the other
/// direction does meanwhile is a matter of timing, and would make runs differ.
public struct When: Sendable {
    /// The directions it is about.
    public var directions: [Direction] = [.toServer, .toClient]
    /// What it is about.
    public var subject = Subject.time
    /// What has to be true of it; nil for anything.
    public var test: Condition?
    /// Which of those for which all else holds.
    public var occasion = Occasion.every
    /// Not before so much of the session has passed.
    public var after: Duration?
    /// Not when so much of the session has passed.
    public var until: Duration?
    /// Only in this phase.
    public var phase: String?
    /// Not in these phases: a link's losses are over while a phase has a link of its own.
    public var notInPhases: [String] = []
    /// Only in these sessions.
    public var session: SessionTest?
    /// How likely it fires when all else holds.
    public var probability: Double?
    /// Fires as packets are lost in this model: one draw for each that all else holds for.
    public var loss: LossModel?
    /// At most so many times.
    public var limit: Int?

    /// At once, in both directions.
    public init() {}
}

/// What a rule is about.
public enum Subject: Hashable, Sendable {
    /// Whole messages whose first opcode is in the one set, and single frames whose opcode is in the other.
    case units(messages: OpcodeSet, frames: OpcodeSet)
    /// The request or the response that opens the session.
    case handshake
    /// The place in a direction's bytes, counted from the first one behind the handshake.
    case offset(UInt64)
    /// Nothing that comes by: it fires at its time, which is the beginning unless `after` or `phase` say otherwise.
    case time
}

/// Some opcodes.
public struct OpcodeSet: OptionSet, Hashable, Sendable {
    /// A bit for each.
    public let rawValue: UInt16

    /// The opcodes whose bits are set.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Just this one.
    @inlinable
    public init(_ opcode: Opcode) { rawValue = 1 << UInt16(opcode.rawValue & 0xF) }

    /// Text and binary.
    public static let data: OpcodeSet = [OpcodeSet(.text), OpcodeSet(.binary)]
    /// Every opcode there could be.
    public static let all = OpcodeSet(rawValue: .max)
}

/// Which of the things for which everything else holds, counted from 1.
public enum Occasion: Hashable, Sendable {
    /// Each.
    case every
    /// These.
    case range(ClosedRange<Int>)
    /// The n-th, the 2n-th and so on.
    case everyNth(Int)

    /// Whether the `count`-th is among them.
    public func includes(_ count: Int) -> Bool {
        switch self {
        case .every: true
        case .range(let range): range.contains(count)
        case .everyNth(let step): step > 0 && count % step == 0
        }
    }

    /// How many that come after the `count`-th are surely not among them, before one may be.
    public func skips(after count: Int) -> Int {
        switch self {
        case .every: 0
        case .range(let range): count < range.lowerBound ? range.lowerBound - count - 1 : 0
        case .everyNth(let step): step > 0 ? step - count % step - 1 : 0
        }
    }

    /// Whether none is that comes after the `count`-th.
    public func isOver(after count: Int) -> Bool {
        if case .range(let range) = self { count >= range.upperBound } else { false }
    }
}

/// Which sessions a rule is about.
public struct SessionTest: Sendable {
    /// By their ordinal among the sessions with the same key.
    public var occasion = Occasion.every
    /// By the request's target: a pattern.
    public var path: Pattern?
    /// By headers of the request: the name and a pattern, or nil if it only has to be there.
    public var headers: [(name: String, value: Pattern?)] = []
    /// By the subprotocol that the server chose.
    public var subprotocol: String?
    /// By lot: so many of them.
    public var share: Double?

    /// All sessions.
    public init() {}
}
