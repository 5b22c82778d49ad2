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
    public private(set) var count: Int

    /// A rule that fired so often.
    public init(rule: String, count: Int) {
        self.rule = rule
        self.count = count
    }

    fileprivate mutating func add(_ more: Int) { count += more }
}

extension [RuleCount] {
    /// A scenario that was read again has mostly the rules that it had before.
    mutating func add(_ count: Int, to rule: String) {
        if let index = firstIndex(where: { $0.rule == rule }) {
            self[index].add(count)
        } else {
            append(RuleCount(rule: rule, count: count))
        }
    }
}

/// What is remembered of a scenario that was in force.
struct PlayedScenario: Sendable {
    let generation: Int
    let ruleNames: [String]

    init(_ generation: Int, _ ruleNames: [String]) {
        self.generation = generation
        self.ruleNames = ruleNames
    }
}

/// The options of new sessions, with the scenario that is in force; sessions keep the one they began with.
final class ScenarioInForce: Sendable {
    /// Scenarios are numbered as they come into force, from 0.
    let generation: Int
    let options: SharedRelayOptions
    let rules: RuleSet?

    init(_ options: RelayOptions, _ setup: ScenarioSetup?, generation: Int) {
        self.generation = generation
        var options = options
        if let setup {
            let ordinals = SessionOrdinals()
            options.rules = RuleSet(setup.scenario, seed: setup.seed, replay: setup.replay) {
                ordinals.next(for: $0)
            }
        }
        rules = options.rules
        self.options = SharedRelayOptions(options)
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
