/// A scenario's rule that fired: enough to tell of it, and to do it again.
public struct RuleFiring: Hashable, Sendable {
    /// The rule's place in its scenario, from 0.
    public var index: Int
    /// The rule's name in reports.
    public var rule: String
    /// What its random streams are named after.
    public var identity: String
    /// The faults' names.
    public var faults: [String]
    /// The direction.
    public var direction: Direction
    /// What it fired at.
    public var occasion: Occasion
    /// Where the faults' stream of draws began.
    public var dice: UInt64

    /// What a rule fired at, counted in its direction from 1.
    public enum Occasion: Hashable, Sendable {
        /// The n-th text or binary message.
        case message(UInt64)
        /// The n-th frame.
        case frame(UInt64)
        /// The n-th request that asks for a WebSocket, or the answer to it.
        case handshake(UInt64)
        /// So many bytes had left.
        case offset(UInt64)
        /// The n-th time of its time.
        case time(UInt64)
    }

    /// A firing.
    public init(
        index: Int, rule: String, identity: String, faults: [String], direction: Direction,
        occasion: Occasion,
        dice: UInt64
    ) {
        self.index = index
        self.rule = rule
        self.identity = identity
        self.faults = faults
        self.direction = direction
        self.occasion = occasion
        self.dice = dice
    }
}

extension RuleFiring.Occasion: CustomStringConvertible {
    /// `message 3`.
    public var description: String {
        switch self {
        case .message(let number): "message \(number)"
        case .frame(let number): "frame \(number)"
        case .handshake(let number): "handshake \(number)"
        case .offset(let number): "offset \(number)"
        case .time(let number): "time \(number)"
        }
    }

    /// Reads what `description` wrote.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let number = UInt64(words[1]) else { return nil }
        switch words[0] {
        case "message": self = .message(number)
        case "frame": self = .frame(number)
        case "handshake": self = .handshake(number)
        case "offset": self = .offset(number)
        case "time": self = .time(number)
        default: return nil
        }
    }
}
