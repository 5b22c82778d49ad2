internal import Faults
internal import Observer
public import Scenarios
internal import WebSocketWire

/// A scenario made ready for many sessions, and what is armed beside it.
public final class RuleSet: Sendable {
    /// What it was made from.
    public let scenario: Scenario
    /// Where all random choices come from.
    public let seed: UInt64
    /// A link whose loss takes whole messages or frames is a rule like others; they stand behind the scenario's own,
    /// and before what is armed.
    public let rules: [Rule]
    let compiled: [CompiledRule]
    /// Sets of one origin call a session the same.
    let origin: Origin
    /// Sets of one network have the same links at the same times.
    let network: Origin
    let ordinal: @Sendable (String) -> Int
    let replay: Replay?

    /// A scenario made ready.
    ///
    /// - Parameters:
    ///   - scenario: what is to be done.
    ///   - seed: wins over the scenario's own.
    ///   - replay: decisions of an earlier run, to be taken again in place of new ones.
    ///   - ordinal: counts the sessions of one key: 1, 2, 3 and so on. Called from every thread.
    public convenience init(
        _ scenario: Scenario, seed: UInt64? = nil, replay: Replay? = nil,
        ordinal: @escaping @Sendable (String) -> Int
    ) {
        self.init(scenario, after: nil, seed: seed, replay: replay, ordinal: ordinal)
    }

    /// A scenario made ready to follow another one in sessions that run.
    ///
    /// A rule that says the same as one of `predecessor`, under the same name, is that one: it goes on as it stands.
    public init(
        _ scenario: Scenario, after predecessor: RuleSet?, seed: UInt64? = nil, replay: Replay? = nil,
        ordinal: @escaping @Sendable (String) -> Int
    ) {
        self.scenario = scenario
        self.seed = seed ?? scenario.seed
        self.replay = replay
        self.ordinal = ordinal
        origin = Origin()
        network = predecessor.flatMap { $0.hasNetwork(of: scenario) ? $0.network : nil } ?? Origin()
        rules = scenario.rules + scenario.lossRules
        compiled = CompiledRule.all(rules, scenario.phases, after: predecessor)
    }

    private init(_ base: RuleSet, _ compiled: [CompiledRule], _ scenario: Scenario, _ network: Origin) {
        (self.scenario, seed, replay, ordinal) = (scenario, base.seed, base.replay, base.ordinal)
        (self.compiled, rules) = (compiled, compiled.map(\.rule))
        (origin, self.network) = (base.origin, network)
    }

    /// The same, and these armed behind it, in this order.
    public func arming(_ groups: [RuleGroup]) -> RuleSet {
        groups.isEmpty ? self : RuleSet(self, compiled + groups.flatMap(\.compiled), scenario, network)
    }

    /// No rule and no network, for a session that this one called as it is called.
    var silenced: RuleSet {
        var scenario = Scenario()
        scenario.sessionKey = self.scenario.sessionKey
        return RuleSet(self, [], scenario, Origin())
    }

    /// Whether it is the same for all sessions, whatever a client asks for.
    var asksNothingOfSessions: Bool {
        scenario.sessionKey == .target && rules.allSatisfy { $0.when.session == nil }
    }

    /// Where a rule stands among the others; nil if it is not one of them.
    func place(of rule: CompiledRule) -> Int? { compiled.firstIndex { $0 === rule } }

    /// Rules for sessions that had none.
    static var none: RuleSet { RuleSet(Scenario()) { _ in 1 } }

    /// Says which set another one was made of.
    final class Origin: Sendable {}

    private func hasNetwork(of other: Scenario) -> Bool {
        scenario.link == other.link && hasPhases(other.phases)
    }

    fileprivate func hasPhases(_ phases: [Phase]) -> Bool {
        scenario.phases.elementsEqual(phases) { one, other in
            one.name == other.name && one.at == other.at && one.lasts == other.lasts
                && one.every == other.every && one.link == other.link
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
    /// The group that it is armed with.
    let group: String?
    /// In how many sessions it is armed, and which draw says whether this is one of them.
    private let lot: (name: String, share: Double)?

    init(
        _ rule: Rule, index: Int, twin: Int = 1, group: String? = nil,
        lot: (name: String, share: Double)? = nil
    ) {
        self.index = index
        self.rule = rule
        self.group = group
        self.lot = lot
        let named = group.map { "\($0): \(rule.identity)" } ?? rule.identity
        identity = twin > 1 ? "\(named) (\(twin))" : named
        faultNames = rule.faults.map { type(of: $0).word }
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

    /// Each with an identity of its own, and those that `predecessor` has already as they are there.
    static func all(_ rules: [Rule], _ phases: [Phase], after predecessor: RuleSet?) -> [CompiledRule] {
        var names: [String: Int] = [:]
        return rules.enumerated().map { index, rule in
            let count = names[rule.identity, default: 0] + 1
            names[rule.identity] = count
            let new = CompiledRule(rule, index: index, twin: count)
            let known = predecessor?.compiled.first { $0.group == nil && $0.identity == new.identity }
            guard let known, known.rule.says(sameAs: rule) else { return new }
            // What a rule's phases are is for its scenario to say.
            let hasPhase = rule.when.phase != nil || !rule.when.notInPhases.isEmpty
            return hasPhase && predecessor?.hasPhases(phases) != true ? new : known
        }
    }

    /// What tells a shaper whose pauses are whose.
    var owner: Int { Int(bitPattern: ObjectIdentifier(self)) }

    /// Whether one of its faults takes messages out as long as it lasts.
    func mayFallSilent(_ direction: Direction) -> Bool {
        rule.faults.contains { ($0 as? any LastingFault)?.takesOut(.text, direction) == true }
    }

    /// Whether it is about sessions like this one; nil when only the server's answer will tell.
    func applies(to session: SessionIdentity) -> Bool {
        if let lot {
            var draws = session.random.named("share").named(lot.name)
            guard draws.chance(lot.share) else { return false }
        }
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

extension Pattern {
    /// Whether it is found in a text.
    func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return firstMatch(in: bytes.span) != nil
    }
}
