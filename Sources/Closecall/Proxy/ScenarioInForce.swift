internal import Reactor
public import Relay
public import Scenarios

/// A scenario that a proxy plays.
public struct ScenarioSetup: Sendable {
    /// What is done when.
    public var scenario: Scenario
    /// Wins over the scenario's own.
    public var seed: UInt64?
    /// Decisions of an earlier run, to be taken again.
    public var replay: Replay?

    /// A scenario with the seed that it names itself.
    public init(_ scenario: Scenario, seed: UInt64? = nil, replay: Replay? = nil) {
        self.scenario = scenario
        self.seed = seed
        self.replay = replay
    }
}

/// How often a rule fired.
public struct RuleCount: Hashable, Sendable {
    /// The rule's name.
    public let rule: String
    /// So often, in all sessions.
    public let count: Int

    /// A rule that fired so often.
    public init(rule: String, count: Int) {
        self.rule = rule
        self.count = count
    }
}

/// A scenario that is in force, or none; sessions keep the one they began with unless they are told.
final class ScenarioInForce: Sendable {
    /// Scenarios are numbered as they come into force, from 0.
    let generation: Int
    /// The options of all sessions.
    let relay: RelayOptions
    /// The options of its own sessions.
    let options: SharedRelayOptions
    /// What it does; nil for nothing.
    let rules: RuleSet?
    /// What else is armed stands behind this.
    let base: RuleSet
    private let latest = Locked<Programme?>(nil)

    init(_ relay: RelayOptions, _ setup: ScenarioSetup?, generation: Int, like predecessor: RuleSet? = nil) {
        self.generation = generation
        self.relay = relay
        let ordinals = SessionOrdinals()
        let played = setup ?? ScenarioSetup(Scenario())
        base = RuleSet(played.scenario, after: predecessor, seed: played.seed, replay: played.replay) {
            ordinals.next(for: $0)
        }
        rules = setup == nil && !relay.keepsSight ? nil : base
        var options = relay
        if let rules { options.rules = rules }
        self.options = SharedRelayOptions(options)
    }

    /// The one that follows another.
    convenience init(_ relay: RelayOptions, _ setup: ScenarioSetup?, after last: ScenarioInForce) {
        self.init(relay, setup, generation: last.generation + 1, like: last.base)
    }

    /// What its sessions play when this is armed: the same for all of them.
    func programme(with armoury: Armoury) -> Programme {
        latest.withLock { latest in
            if let latest, latest.armoury === armoury { return latest }
            let new = Programme(self, armoury)
            latest = new
            return new
        }
    }
}

/// Counts sessions by key, from any thread.
private final class SessionOrdinals: Sendable {
    private let counts = Locked<[String: Int]>([:])

    /// More keys than these share one count: whoever asks for endless different paths must not fill our memory.
    private static let mostKeys = 65_536

    func next(for key: String) -> Int {
        counts.withLock { counts in
            let key = counts[key] != nil || counts.count < Self.mostKeys ? key : ""
            counts[key, default: 0] += 1
            return counts[key, default: 1]
        }
    }
}
