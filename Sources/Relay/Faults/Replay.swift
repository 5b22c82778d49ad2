public import Observer

/// The decisions of an earlier run, by session, direction and rule.
public struct Replay: Sendable {
    private struct Key: Hashable {
        let session: String
        let ordinal: Int
        let direction: Direction
        let rule: String
    }

    private var decisions: [Key: [RuleFiring.Occasion: UInt64]] = [:]

    /// No decision.
    public init() {}

    /// Remembers that a rule fired.
    public mutating func add(_ firing: RuleFiring, key: String, ordinal: Int) {
        let key = Key(session: key, ordinal: ordinal, direction: firing.direction, rule: firing.identity)
        decisions[key, default: [:]][firing.occasion] = firing.dice
    }

    /// Where the stream of draws began when the rule fired here; nil if it did not.
    func dice(
        _ rule: String, _ direction: Direction, _ occasion: RuleFiring.Occasion, of session: SessionIdentity
    ) -> UInt64? {
        let key = Key(session: session.key, ordinal: session.ordinal, direction: direction, rule: rule)
        return decisions[key]?[occasion]
    }
}
