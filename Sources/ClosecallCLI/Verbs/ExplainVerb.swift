internal import Closecall
internal import Observer

extension Verb {
    static let explain = Verb(
        name: "explain",
        summary: "what a close code means, and how a session of a journal came to its end",
        positionals: [
            Positional(
                "CODE|RANGE", "a close code (1006) or a range of them (3000-3999); without it, all of them",
                count: .optional, completedAs: .closeCode)
        ],
        options: [.explainedJournal, .sessionNumber, .guideLanguage, .guideMarkdown, .json],
        examples: [
            Example("closecall explain 1006", "\"it just says 1006\""),
            Example("closecall explain 3000-3999", "the table of a range"),
            Example("closecall explain 1011 --lang fr", "in French"),
            Example(
                "closecall explain --journal run.jsonl --session 17", "who saw what in a session, and why"),
            Example("closecall explain --json", "every code, one JSON object a line"),
        ],
        notes: """
            With --json, each line has code and lastCode (equal for a single code), name, class, sentBy, \
            onTheWire, meaning, browser, causes and next; of a session there is one line, with steps in the order \
            of time. What is said of browsers was measured on Chromium 156 and Firefox 153.
            """,
        run: explain)

    @Sendable
    private static func explain(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        if try asksForSession(arguments) {
            try await SessionExplaining(invocation).show(on: invocation.output, isJSON: arguments.has(.json))
            return .yes
        }
        let language = arguments.language(invocation.environment)
        let output = invocation.output
        if try asksForPage(arguments) {
            output.text(CloseCodeReference(language: language).text)
            return .yes
        }
        let selection = try CodeSelection(arguments.positionals.first)
        if arguments.has(.json) {
            output.text(ExplainJSON.lines(of: selection, language: language))
            return .yes
        }
        switch selection {
        case .code(let code):
            let entry = CloseCodeGuide.entry(for: code, language: language)
            output.text(ExplainPage(entry: entry, language: language, stream: output.standardOutput).text)
        case .range(let codes):
            output.text(ExplainTable(codes: codes, language: language, stream: output.standardOutput).text)
        }
        return .yes
    }

    private static func asksForPage(_ arguments: ParsedArguments) throws(CommandFailure) -> Bool {
        guard arguments.has(.guideMarkdown) else { return false }
        if let code = arguments.positionals.first {
            throw CommandFailure("option \"--markdown\" is for all codes, drop \"\(code)\"")
        }
        if arguments.has(.json) {
            throw CommandFailure("options \"--markdown\" and \"--json\" exclude each other, keep one")
        }
        return true
    }

    private static func asksForSession(_ arguments: ParsedArguments) throws(CommandFailure) -> Bool {
        guard arguments.has(.explainedJournal) else {
            if !arguments.has(.sessionNumber) { return false }
            throw CommandFailure("a session of which journal? Add --journal FILE")
        }
        if let code = arguments.positionals.first {
            throw CommandFailure("a code or a session, not both: drop \"\(code)\" or --journal")
        }
        if arguments.has(.guideMarkdown) {
            throw CommandFailure("all codes or a session, not both: drop --markdown or --journal")
        }
        return true
    }
}

extension ParsedArguments {
    /// What `--lang` says, or else the environment.
    func language(_ environment: Environment) -> Language {
        value(.guideLanguage).flatMap(Language.init) ?? environment.guideLanguage
    }
}

extension VerbOption {
    fileprivate static let guideMarkdown = VerbOption.flag(
        "markdown", "all codes as a page, as in Documentation/CloseCodes.md")
    static let guideLanguage = VerbOption.choice(
        "lang", Language.allCases.map(\.rawValue), "the language of the texts",
        standard: "from LC_ALL, LC_MESSAGES or LANG")
}

extension Environment {
    /// POSIX: the first of these that is set decides alone.
    var guideLanguage: Language {
        let locale = self["LC_ALL"] ?? self["LC_MESSAGES"] ?? self["LANG"] ?? ""
        return locale.hasPrefix("fr") ? .french : .english
    }
}
