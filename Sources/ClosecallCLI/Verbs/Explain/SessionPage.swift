internal import Closecall
internal import Observer

/// One session of a journal, told to a person.
struct SessionPage {
    private let session: JournalSession
    private let story: String
    private let language: Language
    private let words: SessionWords
    private let stream: Output.Stream
    private let isRelayed: Bool

    /// - Parameter isRelayed: whether there was a proxy between the two.
    init(
        _ session: JournalSession, story: String, language: Language, stream: Output.Stream,
        isRelayed: Bool = true
    ) {
        self.isRelayed = isRelayed
        self.session = session
        self.story = story
        self.language = language
        self.stream = stream
        words = .of(language)
    }

    var text: String {
        var blocks = [[title], wrapped(Wording.oneLine(story)), facts, steps]
        if let advice = CauseWords.advice(session.cause ?? EndedSession.open, language) {
            blocks.append([style.bold(words.next)] + wrapped(advice, indent: 2))
        }
        let codes = self.codes.map { code in
            let entry = CloseCodeGuide.entry(for: code, language: language)
            return ExplainPage(entry: entry, language: language, stream: stream).text
        }
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
            + codes.map { "\n" + $0 }.joined()
    }

    /// The codes to explain: what both got is explained once, and what is plain is not.
    private var codes: [UInt16] {
        var codes: [UInt16] = []
        for code in [session.client?.code, session.server?.code].compactMap({ $0 })
        where !codes.contains(code) {
            codes.append(code)
        }
        return codes
    }

    private var style: Style { stream.style }
    private var width: Int { stream.proseWidth }

    private var title: String {
        let path = session.path.map { "  \(Wording.oneLine($0))" } ?? ""
        return style.bold("\(words.session) \(session.number)\(path)")
    }

    private var facts: [String] {
        let cause = session.cause ?? EndedSession.open
        var rows = [
            (words.clientGot, words.told(session.client)), (words.serverGot, words.told(session.server)),
            (words.cause, "\(CauseWords.label(cause, language)) (\(cause))"),
        ]
        if session.cause != nil { rows.append((words.doing, words.culprit(session))) }
        let widest = rows.map(\.0.count).max() ?? 0
        return rows.flatMap { label, value in
            TextLayout.hanging(
                TextLayout.padded(label, to: widest) + "  ", value, width: width, paint: style.dim)
        }
    }

    private var steps: [String] {
        let steps = SessionStory(session, language, isRelayed: isRelayed).steps
        guard !steps.isEmpty else { return [] }
        let ways = steps.map(\.way.count).max() ?? 0
        let ages = steps.map { Self.age($0.age) }
        let widest = ages.map(\.count).max() ?? 0
        let rows = zip(steps, ages).flatMap { step, age in
            TextLayout.hanging(
                "  \(TextLayout.aligned(age, to: widest))  \(TextLayout.padded(step.way, to: ways))  ",
                step.what,
                width: width, paintText: { paint($0, step.kind) })
        }
        return [style.bold(words.happened)] + rows + missing
    }

    /// To a tenth of a millisecond, so that what came first shows as first: `49.5 ms`, `61.002 s`.
    private static func age(_ seconds: Double) -> String {
        let tenths = Int64((min(max(seconds, 0), 1e9) * 10_000).rounded())
        if tenths < 10_000 { return "\(tenths / 10).\(tenths % 10) ms" }
        let thousandths = "\(tenths / 10 % 1000)"
        return "\(tenths / 10_000).\(String(repeating: "0", count: 3 - thousandths.count))\(thousandths) s"
    }

    /// Without `--frames`, a journal has only the last frames.
    private var missing: [String] {
        let evidence = session.evidence
        let known = Direction.allCases.reduce(0) { $0 + evidence.frames[$1].count { $0.stage != .sent } }
        let all = session.frames.toServer &+ session.frames.toClient
        let before = Int(clamping: all) - known - evidence.frames.leftOut
        return before > 0 ? wrapped(words.more(before), indent: 2).map(style.dim) : []
    }

    private func paint(_ text: String, _ kind: SessionStory.Step.Kind) -> String {
        switch kind {
        case .frame: text
        case .close: style.bold(text)
        case .fault: style.doubtful(text)
        case .flaw: style.bad(text)
        case .end: style.term(text)
        case .halfOpen, .gap: style.dim(text)
        }
    }

    private func wrapped(_ text: String, indent: Int = 0) -> [String] {
        let space = String(repeating: " ", count: indent)
        return style.paintingCode(
            TextLayout.wrapped(text, width: stream.proseWidth - indent).map { space + $0 })
    }
}
