internal import Faults
internal import Observer
internal import Relay
internal import Scenarios
internal import WebSocketWire

extension SimulatedRules {
    /// What comes into force when, in microseconds.
    func changes(seed: UInt64, for plan: SessionPlan) -> [(after: Int, rules: RuleSet?)] {
        var random = RandomStream(seed: seed, "changes")
        var maker = RuleSetMaker(base: rules(seed: seed, for: plan))
        switch self {
        case .idle, .wild: return []
        case .changingIdle:
            // The idle rules themselves, and none, in turns.
            return Self.moments(&random).map {
                ($0, random.chance(0.6) ? maker.next(&random) { _ in [] } : nil)
            }
        case .changingDelays:
            maker.base = RuleSet(Scenario()) { _ in 1 }
            let moments = Self.moments(&random)
            return moments.map { ($0, maker.next(&random, Self.delays)) } + [((moments.max() ?? 0) + 1, nil)]
        case .changingWild:
            return Self.moments(&random).map { ($0, maker.next(&random, Self.anyFault)) }
        }
    }

    /// Mostly while much is said.
    private static func moments(_ random: inout RandomStream) -> [Int] {
        (0..<1 + random.below(8)).map { _ in random.below([2000, 100_000, 3_000_000][random.below(3)]) }
            .sorted()
    }

    private static func delays(_ random: inout RandomStream) -> [any Fault] {
        switch random.below(4) {
        case 0:
            var latency = Latency()
            latency.delay = .milliseconds(random.below(300))
            latency.jitter = .milliseconds(random.below(100))
            return [latency]
        case 1:
            var slice = SliceBytes()
            slice.size = ByteCount(1 + random.below(2000))
            slice.pause = .microseconds(random.below(3000))
            return [slice]
        case 2: return [Stall()]
        default:
            var bandwidth = Bandwidth()
            bandwidth.rate = BitRate(Double(8 * (500 + random.below(100_000))))
            return [bandwidth]
        }
    }

    private static func anyFault(_ random: inout RandomStream) -> [any Fault] {
        let kind = FaultCatalog.all[random.below(FaultCatalog.all.count)]
        var problems: [ValueProblem] = []
        return kind.fault(from: nil, at: Place(line: 1, column: 1), &problems).map { [$0] } ?? delays(&random)
    }
}

/// Makes sets of rules each of which has some of those in the set before it.
private struct RuleSetMaker {
    var base: RuleSet
    private var groups: [RuleGroup] = []
    private var count = 0

    init(base: RuleSet) { self.base = base }

    mutating func next(
        _ random: inout RandomStream, _ faults: (inout RandomStream) -> [any Fault]
    ) -> RuleSet {
        groups.removeAll { _ in random.chance(0.4) }
        for _ in 0..<random.below(3) {
            let faults = faults(&random)
            guard !faults.isEmpty else { break }
            count += 1
            let rule = Rule(name: "\(count)", identity: "\(count)", when: when(&random), faults: faults)
            // A name that another one had: it is replaced.
            let name = "\(random.below(4))"
            groups.removeAll { $0.name == name }
            groups.append(RuleGroup(name, [rule]))
        }
        return base.arming(groups)
    }

    private func when(_ random: inout RandomStream) -> When {
        var when = When()
        when.directions = [[.toServer], [.toClient], [.toServer, .toClient]][random.below(3)]
        switch random.below(4) {
        case 0: when.subject = .units(messages: .data, frames: [])
        case 1: when.subject = .units(messages: [], frames: .all)
        default: when.subject = .time
        }
        if random.chance(0.3) { when.occasion = .everyNth(1 + random.below(4)) }
        if random.chance(0.2) { when.after = .milliseconds(random.below(500)) }
        return when
    }
}
