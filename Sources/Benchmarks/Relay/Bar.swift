/// What must hold of a metric of ours.
struct Bar {
    enum Measure: Equatable {
        /// Our value by that of whichever rival is better.
        case byBetterRival
        case by(PeerKind)
        /// Our value as it is.
        case absolute
    }

    let metric: Metric
    let measure: Measure
    let limit: Double
    /// What we would like.
    var aim: Double?

    func isMet(by value: Double) -> Bool { holds(value, limit) }
    func isAimMet(by value: Double) -> Bool? { aim.map { holds(value, $0) } }

    /// Compares what is printed: two decimals.
    private func holds(_ value: Double, _ limit: Double) -> Bool {
        let rounded = (value * 100).rounded() / 100
        return metric.isHigherBetter ? rounded >= limit : rounded <= limit
    }

    var description: String {
        let unit = measure == .absolute ? "" : "x"
        let word = metric.isHigherBetter ? "at least" : "at most"
        return "\(word) \(figure(limit))\(unit)" + (aim.map { ", aim \(figure($0))\(unit)" } ?? "")
    }
}

extension Scenario {
    /// What the issue of the relay asks for.
    var bars: [Bar] {
        if let onlyBars { return onlyBars }
        return switch work {
        case .echo(let connections, _) where connections == 1:
            [
                Bar(metric: .cpuPerMessage, measure: .byBetterRival, limit: 1, aim: 0.9),
                Bar(metric: .p50, measure: .byBetterRival, limit: 1, aim: 0.9),
            ]
        case .echo where size > 1000:
            [Bar(metric: .cpuPerGigabyte, measure: .byBetterRival, limit: 1, aim: 0.5)]
        case .echo:
            [
                Bar(metric: .cpuPerMessage, measure: .byBetterRival, limit: 1),
                Bar(metric: .messageRate, measure: .byBetterRival, limit: 1),
            ]
        case .sessions:
            [Bar(metric: .cpuPerSession, measure: .by(.haproxy), limit: 1.1)]
        case .idle:
            [
                Bar(metric: .residentPerSession, measure: .absolute, limit: 4, aim: 2),
                Bar(metric: .idleCPU, measure: .absolute, limit: 100),
            ]
        }
    }
}
