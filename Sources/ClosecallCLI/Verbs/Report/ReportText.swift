internal import Closecall
internal import Observer

/// The figures of a selection of sessions, for a person.
struct ReportText {
    private let journal: JournalInput
    private let sessions: [JournalSession]
    private let selection: SessionSelection
    private let language: Language
    private let keepsStories: Bool
    private let labels: ReportLabels
    private let summary: EndingSummary
    private let style: Style
    private let width: Int

    /// - Parameter keepsStories: whether stories stay as the journal has them, whatever the language.
    init(
        journal: JournalInput, sessions: [JournalSession], selection: SessionSelection,
        language: Language, keepsStories: Bool, stream: Output.Stream
    ) {
        self.journal = journal
        self.sessions = sessions
        self.selection = selection
        self.language = language
        self.keepsStories = keepsStories
        labels = .of(language)
        summary = EndingSummary(sessions.map(\.ended))
        style = stream.style
        width = stream.proseWidth
    }

    var text: String {
        guard !sessions.isEmpty || selection.isEverything else { return labels.none + "\n" }
        let blocks = [head, causes, codes, culprits, lengths, rules, stories]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private var head: [String] {
        var parts = [labels.sessions(summary.sessions)]
        if summary.sessions > 0 { parts.append(labels.badly(summary.abnormal)) }
        if summary.open > 0 { parts.append(labels.open(summary.open)) }
        let bad = summary.abnormal > 0
        var lines = [
            bad ? style.bad(parts.joined(separator: ", ")) : style.bold(parts.joined(separator: ", "))
        ]
        lines.append(style.dim(journal.names.map(Wording.oneLine).joined(separator: ", ")))
        if !selection.isEverything {
            lines.append(style.dim(labels.selected(selection.words, journal.file.sessions.count)))
        }
        return lines
    }

    // MARK: Figures

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
            return hanging("  \(TextLayout.aligned("\(sessions)", to: 5))  ", text)
        }
        return [style.bold(labels.byRule)] + rows
    }

    // MARK: Stories

    /// So many fit on a screen beside the figures, and so many where they were asked for.
    private static let mostUnasked = 12
    private static let mostAsked = 50

    private var stories: [String] {
        let candidates = selection.isEverything ? sessions.filter(\.isAbnormal) : sessions
        let chosen =
            selection.isEverything
            ? Self.varied(candidates, most: Self.mostUnasked) : Array(candidates.prefix(Self.mostAsked))
        guard let first = chosen.first else { return [] }
        var lines = [style.bold(selection.isEverything ? labels.abnormal : labels.listed)]
        let widest = chosen.map { "\($0.number)".count }.max() ?? 0
        for session in chosen {
            let mark = "  " + TextLayout.aligned("#\(session.number)", to: widest + 1) + "  "
            lines += hanging(mark, sentence(session), paint: session.isAbnormal ? style.bad : style.good)
        }
        if candidates.count > chosen.count {
            lines += style.paintingCode(["  " + labels.more(candidates.count - chosen.count)])
        }
        return lines + [""] + style.paintingCode(TextLayout.wrapped(labels.hint(first.number), width: width))
    }

    /// `1006/1006  The server went without a Close. (/chat)`
    private func sentence(_ session: JournalSession) -> String {
        let codes = [session.client, session.server].map { seen in
            seen.map { EndingSummary.Code($0).identifier } ?? "-"
        }
        let story = Wording.oneLine(journal.file.story(of: session, in: keepsStories ? nil : language))
        let path = session.path.map { " (\(Wording.oneLine($0)))" } ?? ""
        return "\(codes.joined(separator: "/"))  \(story)\(path)"
    }

    /// A few of every cause in turn: twelve sessions that ended alike say no more than one.
    private static func varied(_ sessions: [JournalSession], most: Int) -> [JournalSession] {
        var byCause = Dictionary(grouping: sessions, by: { $0.cause ?? "" }).values.map { $0[...] }
            .sorted { ($0.count, $1.first?.number ?? 0) > ($1.count, $0.first?.number ?? 0) }
        var chosen: [JournalSession] = []
        while chosen.count < most, byCause.contains(where: { !$0.isEmpty }) {
            for index in byCause.indices where chosen.count < most {
                if let session = byCause[index].popFirst() { chosen.append(session) }
            }
        }
        return chosen.sorted { ($0.run, $0.number) < ($1.run, $1.number) }
    }

    private func hanging(
        _ mark: String, _ text: String, paint: (String) -> String = { $0 }
    ) -> [String] {
        let lines = TextLayout.wrapped(text, width: max(20, width - mark.count))
        let indent = String(repeating: " ", count: mark.count)
        return lines.enumerated().map { ($0.offset == 0 ? paint(mark) : indent) + $0.element }
    }
}
