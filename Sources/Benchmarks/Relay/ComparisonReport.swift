/// What a comparison says, for people and for machines.
extension Comparison {
    /// Ratios and verdicts first; the figures below are this machine's, and only for orientation.
    func print(_ kinds: [PeerKind]) {
        let relays = kinds.filter { $0 != .direct }
        var table = Table(
            "\(scenario.title) (\(rounds) rounds)",
            columns: [""] + relays.map(\.rawValue) + ["bar", ""])
        for bar in scenario.bars {
            let values = relays.map { kind in
                value(kind, for: bar).map { figure($0) + (bar.measure == .absolute ? "" : "x") } ?? "-"
            }
            table.add([title(bar)] + values + [bar.description, verdict(on: bar)])
        }
        table.print(spaced: false)
        for metric in metrics {
            let figures = kinds.compactMap { kind in
                median(metric, of: kind).map { "\(kind.rawValue) \(figure($0))" }
            }
            Swift.print("    \(metric.title): \(figures.joined(separator: ", "))")
        }
        Swift.print("")
    }

    private func title(_ bar: Bar) -> String {
        switch bar.measure {
        case .absolute: return bar.metric.title
        case .by(let reference): return "\(name(bar.metric)), by \(reference.rawValue)'s"
        case .byBetterRival:
            return "\(name(bar.metric)), by \(betterRival(in: bar.metric)?.rawValue ?? "nobody")'s"
        }
    }

    /// A ratio has no unit.
    private func name(_ metric: Metric) -> String {
        String(metric.title.prefix { $0 != "," })
    }

    private func verdict(on bar: Bar) -> String {
        guard let value = value(.closecall, for: bar) else { return "missing" }
        guard bar.isMet(by: value) else { return "NOT MET" }
        return bar.isAimMet(by: value) == false ? "met, not the aim" : "met"
    }

    /// One JSON object a metric.
    func printJSON(_ kinds: [PeerKind]) {
        for metric in metrics {
            let bar = scenario.bars.first { $0.metric == metric }
            let value = bar.flatMap { self.value(.closecall, for: $0) }
            let medians = kinds.map { (name: $0.rawValue, value: JSONValue.number(median(metric, of: $0))) }
            let ratios = kinds.filter { $0 != .direct }.map { kind in
                (name: kind.rawValue, value: JSONValue.number(bar.flatMap { self.value(kind, for: $0) }))
            }
            Swift.print(
                JSONValue.object([
                    ("scenario", .text(scenario.name)), ("metric", .text(metric.rawValue)),
                    ("rounds", .number(Double(rounds))), ("medians", .object(medians)),
                    ("held_against_bar", .object(ratios)), ("bar", .number(bar?.limit)),
                    ("aim", .number(bar?.aim)),
                    ("met", .truth(bar.flatMap { bar in value.map { bar.isMet(by: $0) } })),
                ]))
        }
    }
}
