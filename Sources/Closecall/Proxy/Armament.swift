public import Faults
public import Observer
public import Scenarios

/// Faults that are armed beside the scenario, under a name, in running sessions and in those to come.
///
/// They stand behind the scenario's own rules, in the order in which they were armed. What a rule says of time
/// (`after`, `until`) counts from the session's beginning, or from when the rule was armed if that was later.
public struct Armament: Sendable {
    /// What it is called.
    public var name: String
    /// What is done when.
    public var rules: [Rule]
    /// In how many sessions: 1 for all, 0.25 for every fourth. Each session draws once; again when it is changed.
    public var toxicity: Double

    /// Rules under a name.
    public init(_ name: String, rules: [Rule], toxicity: Double = 1) {
        self.name = name
        self.rules = rules
        self.toxicity = toxicity
    }
}

extension Armament {
    /// Faults that begin at once, in one direction or in both.
    public init(
        _ name: String, _ faults: [any Fault], direction: Direction? = nil, toxicity: Double = 1
    ) {
        var when = When()
        if let direction { when.directions = [direction] }
        let rule = Rule(name: name, identity: name, when: when, faults: faults)
        self.init(name, rules: [rule], toxicity: toxicity)
    }
}
