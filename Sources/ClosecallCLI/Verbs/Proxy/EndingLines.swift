internal import Closecall
internal import Observer

/// How a proxy's sessions ended, in a few lines: by code, 1006 first, by cause, and how long they took.
struct EndingLines {
    let summary: EndingSummary
    let language: Language
    let style: Style

    /// A list of everything that ever was reported is for `closecall report`.
    private static let most = 8

    var lines: [String] {
        guard summary.sessions > 0 else { return [] }
        let labels = ReportLabels.of(language)
        let rows = [
            (labels.byCode, some(summary.codes.map(code))), (labels.byCause, some(summary.causes.map(cause))),
            (labels.lengths, lengths(labels)),
        ]
        let widest = rows.map(\.0.count).max() ?? 0
        return rows.filter { !$0.1.isEmpty }.map { title, words in
            "  \(style.dim(TextLayout.padded(title, to: widest)))  \(words)"
        }
    }

    /// What came of a rule: `, ended 2 sessions: killed by fault 2`; empty if it ended none.
    func consequences(of rule: String) -> String {
        guard let entry = summary.rules.first(where: { $0.rule == rule }) else { return "" }
        let causes = entry.causes.map { "\(CauseWords.label($0.cause, language)) \($0.sessions)" }
        return ", ended \(Wording.count(entry.sessions, "session")): \(causes.joined(separator: ", "))"
    }

    private func some(_ parts: [String]) -> String {
        let more = parts.count - Self.most
        return (parts.prefix(Self.most) + (more > 0 ? ["… (\(more))"] : [])).joined(separator: ", ")
    }

    /// `1006: client 5, server 4`
    private func code(_ entry: (code: EndingSummary.Code, count: EndingSummary.CodeCount)) -> String {
        let labels = ReportLabels.of(language)
        let name =
            switch entry.code {
            case .event(let code): "\(code)"
            case .errorOnly: labels.errorOnly
            case .pending: labels.pending
            }
        let sides = [(labels.client, entry.count.client), (labels.server, entry.count.server)]
        let counts = sides.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
        return "\(entry.code == .event(1006) ? style.bad(name) : name) (\(counts))"
    }

    private func cause(_ entry: (cause: String, count: EndingSummary.CauseCount)) -> String {
        let words = "\(CauseWords.label(entry.cause, language)) \(entry.count.sessions)"
        return entry.count.abnormal > 0 ? style.bad(words) : words
    }

    private func lengths(_ labels: ReportLabels) -> String {
        let parts = [("p50", 50.0), ("p90", 90), ("p99", 99)].compactMap { name, percent in
            summary.lengths.percentile(percent).map { "\(name) \(Wording.duration($0))" }
        }
        return (parts + ["\(labels.longest) \(Wording.duration(summary.lengths.longest))"]).joined(
            separator: ", ")
    }
}
