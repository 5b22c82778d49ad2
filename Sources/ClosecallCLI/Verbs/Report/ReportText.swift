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
        let figures = SummaryText(summary, language: language, style: style, width: width).blocks
        let blocks = [head] + figures + [stories]
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

    // MARK: Stories

    /// So many fit on a screen beside the figures, and so many where they were asked for.
    private static let mostUnasked = 12
    private static let mostAsked = 50

    private var stories: [String] {
        let groups = selection.isEverything ? alike : sessions.map { [$0] }
        let chosen =
            selection.isEverything
            ? Self.varied(groups, most: Self.mostUnasked) : Array(groups.prefix(Self.mostAsked))
        guard let first = chosen.first?.first else { return [] }
        var lines = [style.bold(selection.isEverything ? labels.abnormal : labels.listed)]
        let widest = chosen.map { "\($0[0].number)".count }.max() ?? 0
        for group in chosen {
            let mark = "  " + TextLayout.aligned("#\(group[0].number)", to: widest + 1) + "  "
            lines += TextLayout.hanging(
                mark, sentence(group), width: width, paint: group[0].isAbnormal ? style.bad : style.good)
        }
        let more = groups.joined().count - chosen.joined().count
        if more > 0 { lines += style.paintingCode(["  " + labels.more(more)]) }
        return lines + [""] + style.paintingCode(TextLayout.wrapped(labels.hint(first.number), width: width))
    }

    /// What ended badly, sessions with one story together.
    private var alike: [[JournalSession]] {
        var groups: [[JournalSession]] = []
        var places: [String: Int] = [:]
        for session in sessions where session.isAbnormal {
            let story = story(session)
            if let place = places[story] {
                groups[place].append(session)
            } else {
                places[story] = groups.count
                groups.append([session])
            }
        }
        return groups
    }

    /// `1006/1006 The server went without a Close.`
    private func story(_ session: JournalSession) -> String {
        let codes = [session.client, session.server].map { seen in
            seen.map { EndingSummary.Code($0).identifier } ?? "-"
        }
        let story = Wording.oneLine(journal.file.story(of: session, in: keepsStories ? nil : language))
        return "\(codes.joined(separator: "/")) \(story)"
    }

    private func sentence(_ group: [JournalSession]) -> String {
        let path = group[0].path.map { " (\(Wording.oneLine($0)))" } ?? ""
        return story(group[0]) + path + (group.count > 1 ? " " + labels.likeIt(group.count - 1) : "")
    }

    /// A few of every cause in turn: twelve sessions that ended for one cause say little more than one.
    private static func varied(_ groups: [[JournalSession]], most: Int) -> [[JournalSession]] {
        var byCause = Dictionary(grouping: groups, by: { $0[0].cause ?? "" }).values.map { $0[...] }
            .sorted { ($0.count, $1[0][0].number) > ($1.count, $0[0][0].number) }
        var chosen: [[JournalSession]] = []
        while chosen.count < most, byCause.contains(where: { !$0.isEmpty }) {
            for index in byCause.indices where chosen.count < most {
                if let group = byCause[index].popFirst() { chosen.append(group) }
            }
        }
        return chosen.sorted { ($0[0].run, $0[0].number) < ($1[0].run, $1[0].number) }
    }
}
