internal import Faults
internal import Observer
internal import Relay
internal import Scenarios
internal import WebSocketWire

/// Scenarios for simulated sessions.
public enum SimulatedRules: Sendable {
    /// Rules of every kind that are asked about everything and never fire: what comes out is what came in.
    case idle
    /// Some of all faults there are, with chances: nobody knows what comes out, but nothing traps, and the same seed
    /// does the same.
    case wild
    /// Rules that never fire come and go at any time.
    case changingIdle
    /// Rules come and go at any time that delay, slice, slow down and stall; at last there are none.
    case changingDelays
    /// The same with faults of all kinds.
    case changingWild

    func rules(seed: UInt64, for plan: SessionPlan) -> RuleSet {
        var scenario = Scenario()
        scenario.seed = seed
        switch self {
        case .idle, .changingIdle, .changingDelays:
            scenario.rules = Self.idleRules(hasFragments: plan.hasFragments)
        case .wild, .changingWild: scenario.rules = Self.wildRules(seed: seed)
        }
        return RuleSet(scenario) { _ in 1 }
    }

    /// Rules of every kind that never fire, for sessions in which nobody waits for part of a message.
    ///
    /// Made anew each time: kept in a global, what stands behind a tagged pointer looks leaked to a fuzzer.
    static var idleSet: RuleSet {
        var scenario = Scenario()
        scenario.rules = idleRules(hasFragments: false)
        return RuleSet(scenario) { _ in 1 }
    }

    /// Who looks into a message keeps its fragments until it is complete: a peer that waits for something between two
    /// fragments would wait for ever, and simulated ones do. Beside fragments stand only rules that never have to look into a message, compressed or
    /// not.
    private static func idleRules(hasFragments: Bool) -> [Rule] {
        var contains = When()
        contains.subject = .units(messages: .data, frames: [])
        contains.test = .contains(Array("there is no such text in any of these messages".utf8))
        var unlikely = When()
        unlikely.subject = .units(messages: [], frames: .all)
        unlikely.probability = 0
        var late = When()
        late.subject = .units(messages: .data, frames: .all)
        late.occasion = .range(1_000_000...1_000_000)
        var fragments = When()
        fragments.subject = .units(messages: .data, frames: [])
        fragments.test = .all([.isFragmented(true), .size(1_000_000_000...1_000_000_001)])
        let rules = hasFragments ? [unlikely, late] : [contains, unlikely, late, fragments]
        let faults: [any Fault] = hasFragments ? [BlackHole()] : [Drop(), Truncate()]
        return rules.enumerated().map {
            Rule(name: "\($0)", identity: "\($0)", when: $1, faults: faults)
        }
    }

    private static func wildRules(seed: UInt64) -> [Rule] {
        var random = RandomStream(seed: seed, "wild")
        return (0..<1 + random.below(4)).compactMap { number in
            let kind = FaultCatalog.all[random.below(FaultCatalog.all.count)]
            var problems: [ValueProblem] = []
            // Those that need a parameter stay out; their own tests have them.
            guard let fault = kind.fault(from: nil, at: Place(line: 1, column: 1), &problems) else {
                return nil
            }
            return Rule(
                name: "\(number)", identity: "\(number)", when: when(kind, &random), faults: [fault])
        }
    }

    private static func when(_ kind: FaultKind, _ random: inout RandomStream) -> When {
        var when = When()
        when.directions = [[.toServer], [.toClient], [.toServer, .toClient]][random.below(3)]
        when.probability = [0.1, 0.5, 1][random.below(3)]
        when.subject =
            switch (kind.layer, random.below(5)) {
            case (.handshake, _): .handshake
            case (.stream, 0), (.connection, 0): .time
            case (.stream, 1), (.connection, 1): .offset(UInt64(random.below(200)))
            case (_, 2): .units(messages: [], frames: .all)
            case (_, 3): .units(messages: [], frames: OpcodeSet(.close))
            default: .units(messages: .data, frames: [])
            }
        if case .time = when.subject { when.after = .milliseconds(random.below(500)) }
        return when
    }
}
