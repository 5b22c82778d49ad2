internal import Faults
internal import Observer
public import Scenarios
internal import WebSocketWire

/// A scenario made ready for many sessions.
public final class RuleSet: Sendable {
    /// What it was made from.
    public let scenario: Scenario
    /// Where all random choices come from.
    public let seed: UInt64
    /// A link whose loss takes whole messages or frames is a rule like others; they stand behind the scenario's own.
    public let rules: [Rule]
    let compiled: [CompiledRule]
    let ordinal: @Sendable (String) -> Int
    let replay: Replay?

    /// A scenario made ready.
    ///
    /// - Parameters:
    ///   - scenario: what is to be done.
    ///   - seed: wins over the scenario's own.
    ///   - replay: decisions of an earlier run, to be taken again in place of new ones.
    ///   - ordinal: counts the sessions of one key: 1, 2, 3 and so on. Called from every thread.
    public init(
        _ scenario: Scenario, seed: UInt64? = nil, replay: Replay? = nil,
        ordinal: @escaping @Sendable (String) -> Int
    ) {
        self.scenario = scenario
        self.seed = seed ?? scenario.seed
        self.replay = replay
        self.ordinal = ordinal
        rules = scenario.rules + scenario.lossRules
        var names: [String: Int] = [:]
        compiled = rules.enumerated().map { index, rule in
            let count = names[rule.identity, default: 0] + 1
            names[rule.identity] = count
            return CompiledRule(rule, index: index, twin: count)
        }
    }
}

extension Scenario {
    /// Rules for what links lose that lose whole messages or frames.
    fileprivate var lossRules: [Rule] {
        let linked = phases.filter { $0.link != nil }
        let own = link.map { $0.lossRules(of: "link") { $0.notInPhases = linked.map(\.name) } } ?? []
        return own
            + linked.flatMap { phase in
                phase.link.map { $0.lossRules(of: "link of \(phase.name)") { $0.phase = phase.name } } ?? []
            }
    }
}

extension LinkPair {
    fileprivate func lossRules(of name: String, _ change: (inout When) -> Void) -> [Rule] {
        Direction.allCases.compactMap { direction in
            let model = self[direction]
            guard model.loss.rate > 0, model.unit != .segment else { return nil }
            var when = When()
            when.directions = [direction]
            when.subject =
                model.unit == .message
                ? .units(messages: .data, frames: []) : .units(messages: [], frames: .all)
            when.loss = model.loss
            change(&when)
            let title = "\(name): \(model.unit) loss \(direction)"
            return Rule(name: title, identity: title, when: when, faults: [Drop()])
        }
    }
}

/// A rule as sessions look at it.
final class CompiledRule: Sendable {
    let index: Int
    let rule: Rule
    /// Two rules that say the same have streams of their own.
    let identity: String
    let faultNames: [String]
    let test: Condition?
    let messages: OpcodeSet
    let frames: OpcodeSet
    /// Whether the test needs more than a header says.
    let needsPayload: Bool
    /// Whether its faults change or take out what it matches, or it has to see what is in compressed messages.
    let needsSight: Bool

    init(_ rule: Rule, index: Int, twin: Int) {
        self.index = index
        self.rule = rule
        identity = twin > 1 ? "\(rule.identity) (\(twin))" : rule.identity
        faultNames = rule.faults.map { type(of: $0).faultName }
        if case .units(let messages, let frames) = rule.when.subject {
            self.messages = messages
            self.frames = frames
        } else {
            messages = []
            frames = []
        }
        test = rule.when.test
        needsPayload = rule.when.test?.needsPayload ?? false
        needsSight = needsPayload || rule.faults.contains { !($0 is any LastingFault) }
    }

    /// Whether one of its faults takes messages out as long as it lasts.
    func mayFallSilent(_ direction: Direction) -> Bool {
        rule.faults.contains { ($0 as? any LastingFault)?.takesOut(.text, direction) == true }
    }

    /// Whether it is about sessions like this one; nil when only the server's answer will tell.
    func applies(to session: SessionIdentity) -> Bool {
        guard let test = rule.when.session else { return true }
        guard test.occasion.includes(session.ordinal) else { return false }
        if let path = test.path, !path.matches(session.target) { return false }
        for (name, pattern) in test.headers {
            guard let value = session.header(name) else { return false }
            if let pattern, !pattern.matches(value) { return false }
        }
        guard let share = test.share else { return true }
        var lot = session.random.named("share").named(identity)
        return lot.chance(share)
    }
}

extension Fault {
    /// Its word, for a type that is only known when it runs.
    static var faultName: String { about.name }
}

extension Pattern {
    /// Whether it is found in a text.
    func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return firstMatch(in: bytes.span) != nil
    }
}
