internal import Closecall
internal import Reactor

extension Verb {
    static let report = Verb(
        name: "report",
        summary: "how sessions ended: figures from a proxy's journal, or a page to mail",
        positionals: [
            Positional(
                "JOURNAL",
                "what \"closecall proxy --journal\" wrote; all parts of it in any order; - for stdin",
                count: .oneOrMore)
        ],
        options: [
            .page, .onlyAbnormal, .endCode, .endCause, .endedBy, .sessionNumber, .guideLanguage, .json,
        ],
        examples: [
            Example("closecall report run.jsonl", "the figures, and what ended badly"),
            Example("closecall report run.jsonl -o report.html", "a page with every session's timeline"),
            Example("closecall report run.jsonl --code 1006", "\"it just says 1006\": who, and why"),
            Example(
                "closecall report run.jsonl* --only-abnormal --json", "for a script, from a rotated journal"),
        ],
        notes: """
            A session is abnormal when a side got 1006, an event that was not clean or none at all, or when it ended \
            for a cause that is no way to say good-bye. The exit status is 0 when there are figures, 1 when sessions \
            were selected and none is like that, and 2 when a journal cannot be read. A last line that a kill cut off \
            is no mistake. With --json, lines are objects whose event is session or summary.
            """,
        run: report)

    @Sendable
    private static func report(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let selection = try SessionSelection(arguments)
        let page = arguments.value(.page)
        let journal = try await JournalInput.read(
            arguments.positionals, readsFrames: page != nil, invocation)
        let sessions = try selection.sessions(of: journal.file)
        let language = arguments.language(invocation.environment)
        let isTold = arguments.has(.guideLanguage)
        if let page {
            let report = ReportPage(
                file: journal.file, sessions: sessions, names: journal.names, filter: selection.words,
                language: language)
            try write(report, sessions.count, to: page, invocation.output, isJSON: arguments.has(.json))
        } else if arguments.has(.json) {
            ReportJSON(output: invocation.output).show(sessions)
        } else {
            let text = ReportText(
                journal: journal, sessions: sessions, selection: selection, language: language,
                keepsStories: !isTold, stream: invocation.output.standardOutput)
            invocation.output.text(text.text)
        }
        return selection.isEverything || !sessions.isEmpty ? .yes : .no
    }

    private static func write(
        _ page: ReportPage, _ count: Int, to path: String, _ output: Output, isJSON: Bool
    ) throws(CommandFailure) {
        let bytes = page.html
        if path == "-" {
            output.text(String(decoding: bytes, as: UTF8.self))
            return
        }
        do throws(SystemError) { try SmallFile.write(bytes, to: path) } catch {
            throw CommandFailure("cannot write \"\(path)\": \(error.words), choose another --output")
        }
        if isJSON {
            output.json { json in
                json.field("event", "page")
                json.field("path", path)
                json.field("sessions", count)
                json.field("bytes", bytes.count)
            }
        } else {
            let size = Wording.size(UInt64(bytes.count))
            output.line("wrote \(path): \(Wording.count(count, "session")), \(size)")
        }
    }
}

extension VerbOption {
    fileprivate static let page = VerbOption.text(
        "output", "FILE", "write an HTML page that needs nothing else; - for stdout"
    ).short("o")
    static let sessionNumber = VerbOption.text("session", "N", "this session alone")
}
