/// All rounds of one scenario.
struct Comparison {
    let scenario: Scenario
    /// By peer, one sample a round, in the order of the rounds.
    private var samples: [PeerKind: [Sample]] = [:]

    init(_ scenario: Scenario) {
        self.scenario = scenario
    }

    mutating func add(_ sample: Sample, of kind: PeerKind) {
        samples[kind, default: []].append(sample)
    }

    var rounds: Int { samples.values.map(\.count).max() ?? 0 }

    /// The metrics that somebody has a value of, those with a bar first.
    var metrics: [Metric] {
        let barred = scenario.bars.map(\.metric)
        let others = Metric.allCases.filter { metric in
            !barred.contains(metric) && samples.values.contains { $0.contains { $0[metric] != nil } }
        }
        return barred + others
    }

    func median(_ metric: Metric, of kind: PeerKind) -> Double? {
        Self.median((samples[kind] ?? []).compactMap { $0[metric] })
    }

    /// The rival with the better median.
    func betterRival(in metric: Metric) -> PeerKind? {
        let known = PeerKind.rivals.compactMap { kind in median(metric, of: kind).map { (kind, $0) } }
        let best = known.min { metric.isHigherBetter ? $0.1 > $1.1 : $0.1 < $1.1 }
        return best?.0
    }

    /// The median of the ratios of each round: what slowed a whole round down is in both, and so in neither.
    func ratio(_ metric: Metric, of kind: PeerKind, to reference: PeerKind) -> Double? {
        let pairs = zip(samples[kind] ?? [], samples[reference] ?? [])
        return Self.median(
            pairs.compactMap { ours, theirs in
                guard let ours = ours[metric], let theirs = theirs[metric], theirs > 0 else { return nil }
                return ours / theirs
            })
    }

    /// What a bar is held against, for one peer.
    func value(_ kind: PeerKind, for bar: Bar) -> Double? {
        switch bar.measure {
        case .absolute: median(bar.metric, of: kind)
        case .by(let reference): ratio(bar.metric, of: kind, to: reference)
        case .byBetterRival:
            betterRival(in: bar.metric).flatMap { ratio(bar.metric, of: kind, to: $0) }
        }
    }

    private static func median(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
    }
}
