/// The manual pages: one of the command, one of each verb, made from the verb table alone.
enum ManPage {
    case overview
    case verb(Verb)

    /// One of each verb; a verb of verbs has one as well as each of its own.
    static let all: [ManPage] =
        [.overview] + Verb.all.flatMap { [$0] + $0.subverbs }.map { .verb($0) }

    /// `closecall-fuzz-run`, as man(1) is asked for it.
    var name: String {
        switch self {
        case .overview: "closecall"
        case .verb(let verb): "closecall-" + verb.name.split(separator: " ").joined(separator: "-")
        }
    }

    /// In section 1, which is that of commands.
    var fileName: String { "\(name).1" }

    var text: String {
        var page = Roff(
            page: name, date: ClosecallCommand.versionDate, source: "closecall \(ClosecallCommand.version)")
        switch self {
        case .overview: page.addOverview(name)
        case .verb(let verb): page.addVerb(verb, name)
        }
        return page.text
    }
}

// MARK: A verb's page

extension Roff {
    fileprivate mutating func addVerb(_ verb: Verb, _ name: String) {
        self.name(name, verb.summary)
        addSynopsis(verb)
        if !verb.notes.isEmpty {
            section("DESCRIPTION")
            paragraph(verb.notes)
        }
        addVerbs(verb.subverbs)
        addArguments(verb.positionals)
        section("OPTIONS")
        for option in verb.options + [.help] { entry(option.markedUp, option.meaning) }
        addExamples(verb.examples + verb.subverbs.compactMap(\.examples.first))
        addExitStatus()
        let family = verb.name.split(separator: " ").first.map { "closecall-\($0)" }
        references(["closecall"] + [family].compactMap { $0 == name ? nil : $0 })
    }

    private mutating func addSynopsis(_ verb: Verb) {
        section("SYNOPSIS")
        let command = Roff.bold("closecall \(verb.name)")
        guard verb.subverbs.isEmpty else {
            let words = verb.subverbs.map { Roff.bold($0.lastWord) }.joined(separator: "|")
            return raw("\(command) \(words) ...")
        }
        raw((["\(command) [\\fIoptions\\fR]"] + verb.positionals.map(\.markedUp)).joined(separator: " "))
    }

    private mutating func addArguments(_ positionals: [Positional]) {
        guard !positionals.isEmpty else { return }
        section("ARGUMENTS")
        for positional in positionals { entry(positional.markedUp, positional.summary) }
    }
}

// MARK: The command's page

extension Roff {
    fileprivate mutating func addOverview(_ name: String) {
        self.name(name, "a WebSocket chaos proxy that tells how each side saw the end")
        section("SYNOPSIS")
        raw("\(Roff.bold("closecall")) \\fIVERB\\fR [\\fIoptions\\fR] [\\fIarguments\\fR]")
        section("DESCRIPTION")
        paragraph(
            """
            Closecall stands between WebSocket clients and a server and breaks their conversations the way networks, \
            middleboxes and bad peers do: on purpose, by a scenario, and the same in every run. Of each session it \
            tells how either side saw the end: the close code, the reason, whether it was clean, and whose doing it was.
            """)
        paragraph("Each verb has a page of its own; `closecall help VERB` says the same in short.")
        addVerbs(Verb.all.flatMap { $0.subverbs.isEmpty ? [$0] : $0.subverbs })
        section("OPTIONS")
        entry(Roff.bold("--help"), "the verbs, in short; behind a verb, its options")
        entry(
            "\(Roff.bold("--version")) [\(Roff.bold("--json"))]",
            "the version, the commit it was built from, the compiler, and the libraries that are loaded")
        addExamples(Verb.all.compactMap(\.examples.first))
        addExitStatus()
        section("ENVIRONMENT")
        for variable in Environment.variables { entry(Roff.bold(variable.name), variable.purpose) }
        references(ManPage.all.dropFirst().map(\.name))
    }
}

// MARK: What both have

extension Roff {
    private mutating func addVerbs(_ verbs: [Verb]) {
        guard !verbs.isEmpty else { return }
        section("VERBS")
        for verb in verbs { entry(Roff.bold("closecall \(verb.name)"), verb.summary) }
    }

    private mutating func addExamples(_ examples: [Example]) {
        guard !examples.isEmpty else { return }
        section("EXAMPLES")
        for example in examples { entry(Roff.bold(example.command), example.purpose) }
    }

    private mutating func addExitStatus() {
        section("EXIT STATUS")
        entry("0", "it did it, and the answer is yes")
        entry("1", "it did it, and the answer is no")
        entry("2", "it could not, and one line on the standard error says what to change")
    }
}

extension Positional {
    fileprivate var markedUp: String { Roff.placeholder(usage) }
}

extension VerbOption {
    /// `usage`, with what is typed in bold and what it stands for in italics.
    fileprivate var markedUp: String {
        let typed = [letter, self.typed].compactMap(\.self).map(Roff.bold).joined(separator: ", ")
        return switch value {
        case .none: typed
        case .text(let placeholder): "\(typed) \(Roff.placeholder(placeholder))"
        case .optionalText(let placeholder): "\(typed)[=\(Roff.placeholder(placeholder))]"
        case .choice(let choices): "\(typed) \(choices.map(Roff.bold).joined(separator: "|"))"
        case .optionalNumber(let placeholder): "\(typed) [\(Roff.placeholder(placeholder))]"
        }
    }
}
