internal import Closecall
internal import Observer

/// The figures of sessions that ended, for a person: what a report begins with, and what a proxy can end with.
struct SummaryText {
    private let summary: EndingSummary
    private let language: Language
    private let labels: ReportLabels
    private let style: Style
    private let width: Int

    init(_ summary: EndingSummary, language: Language, style: Style, width: Int) {
        self.summary = summary
        self.language = language
        self.style = style
        self.width = width
        labels = .of(language)
    }

    /// Some lines for each figure that there is.
    var blocks: [[String]] { [causes, codes, culprits, lengths, rules].filter { !$0.isEmpty } }

    private var causes: [String] {
        let causes = summary.causes
        guard !causes.isEmpty else { return [] }
        let names = causes.map { CauseWords.label($0.cause, language) }
        let widest = names.map(\.count).max() ?? 0
        let digits = "\(causes[0].count.sessions)".count
        let most = max(8, min(32, width - widest - digits - 8))
        let rows = zip(causes, names).map { entry, name in
            let bad = entry.count.abnormal > 0
            let count = TextLayout.aligned("\(entry.count.sessions)", to: digits)
            let length = max(1, entry.count.sessions * most / max(1, causes[0].count.sessions))
            let bar = String(repeating: "▇", count: length)
            let padding = String(repeating: " ", count: widest - name.count)
            return
                "  \(bad ? style.bad(name) : name)\(padding)  \(count)  \(bad ? style.bad(bar) : style.dim(bar))"
        }
        return [style.bold(labels.byCause)] + rows
    }

    private var codes: [String] {
        let codes = summary.codes
        guard !codes.isEmpty else { return [] }
        let names = codes.map { name(of: $0.code) }
        let widest = names.map(\.count).max() ?? 0
        let columns = [labels.client, labels.server].map { max(7, $0.count) }
        let title =
            TextLayout.padded(labels.byCode, to: widest + 2)
            + TextLayout.aligned(labels.client, to: columns[0] + 2)
            + TextLayout.aligned(labels.server, to: columns[1] + 2)
        let rows = zip(codes, names).map { entry, name in
            let counts = zip([entry.count.client, entry.count.server], columns).map { count, column in
                TextLayout.aligned(count == 0 ? labels.noEvent : "\(count)", to: column + 2)
            }
            let padding = String(repeating: " ", count: widest - name.count)
            let painted = entry.code == .event(1006) ? style.bad(name) : name
            return "  \(painted)\(padding)\(counts.joined())"
        }
        return [style.bold(title)] + rows
    }

    private func name(of code: EndingSummary.Code) -> String {
        switch code {
        case .event(let code): Wording.code(code)
        case .errorOnly: labels.errorOnly
        case .pending: labels.pending
        }
    }

    private var culprits: [String] {
        let parts = summary.culprits.map { by, count in "\(labels.culprits[by] ?? by) \(count)" }
        return parts.isEmpty ? [] : ["\(style.bold(labels.byWhom))  \(parts.joined(separator: "   "))"]
    }

    private var lengths: [String] {
        let lengths = summary.lengths
        guard lengths.count > 0 else { return [] }
        let percentiles = [("p50", 50.0), ("p90", 90), ("p99", 99)].compactMap { name, percent in
            lengths.percentile(percent).map { "\(style.dim(name)) \(Wording.duration($0))" }
        }
        let longest = "\(style.dim(labels.longest)) \(Wording.duration(lengths.longest))"
        return ["\(style.bold(labels.lengths))  \((percentiles + [longest]).joined(separator: "   "))"]
    }

    private var rules: [String] {
        guard !summary.rules.isEmpty else { return [] }
        let rows = summary.rules.flatMap { rule, sessions, causes in
            let parts = causes.map { "\(CauseWords.label($0.cause, language)) \($0.sessions)" }
            let text = "\(Wording.oneLine(rule)): \(parts.joined(separator: ", "))"
            return TextLayout.hanging("  \(TextLayout.aligned("\(sessions)", to: 5))  ", text, width: width)
        }
        return [style.bold(labels.byRule)] + rows
    }
}
