/// One verb of the command, described once: parsing, `--help`, error messages, man pages and completions all
/// read this value.
struct Verb: Sendable {
    let name: String
    /// One line for the overview, without a full stop.
    let summary: String
    let positionals: [Positional]
    /// Without `--help`, which every verb has.
    let options: [VerbOption]
    let examples: [Example]
    /// What the answer is, and so the exit status; a paragraph below the options.
    let notes: String
    /// Whether SIGINT and SIGTERM come as `Invocation.interrupts`, so that it can end what it began. Any other
    /// verb dies of them.
    var endsGently = false
    /// Verbs of its own, each named with this one's name in front: `fuzz run`. One that has some is never run itself.
    var subverbs: [Verb] = []
    let run: @Sendable (Invocation) async throws(CommandFailure) -> ExitStatus

    /// Every verb, in the order of the overview. A new verb is one file in this folder and one line here.
    static let all: [Verb] = [
        .demo, .proxy, .serve, .server, .connect, .runScenarios, .inspect, .capture, .replay, .report,
        .explain, .faults, .check, .ca, .fuzz, .completions, .man,
    ]

    /// The verb that the first words name, and what stands behind them; nil where they name none.
    static func named(by words: [String]) -> (verb: Verb, rest: [String])? {
        guard let verb = all.first(where: { $0.name == words.first }) else { return nil }
        let rest = Array(words.dropFirst())
        let subverb = rest.first.flatMap { word in verb.subverbs.first { $0.name == "\(verb.name) \(word)" } }
        if let subverb { return (subverb, Array(rest.dropFirst())) }
        return (verb, rest)
    }

    /// `closecall explain [options] [CODE|RANGE]`
    var usage: String {
        if !subverbs.isEmpty {
            return "closecall \(name) \(subverbs.map(\.lastWord).joined(separator: "|")) ..."
        }
        let words = positionals.map(\.usage)
        return (["closecall", name, "[options]"] + words).joined(separator: " ")
    }

    /// `run` of `fuzz run`.
    var lastWord: String { name.split(separator: " ").last.map(String.init) ?? name }

    /// The options as they can be typed, `--help` among them.
    var typedOptions: [String] { options.map(\.typed) + [VerbOption.help.typed] }
}

/// An argument that is known by its place.
struct Positional: Sendable {
    enum Count: Sendable { case one, optional, oneOrMore, any }

    let placeholder: String
    let summary: String
    let count: Count
    let kind: ArgumentKind

    init(_ placeholder: String, _ summary: String, count: Count = .one, completedAs kind: ArgumentKind? = nil)
    {
        self.placeholder = placeholder
        self.summary = summary
        self.count = count
        self.kind = kind ?? ArgumentKind(placeholder: placeholder)
    }

    var usage: String {
        switch count {
        case .one: placeholder
        case .optional: "[\(placeholder)]"
        case .oneOrMore: "\(placeholder)..."
        case .any: "[\(placeholder)...]"
        }
    }
}

/// A command line to copy, and what it shows.
struct Example: Sendable {
    let command: String
    let purpose: String

    init(_ command: String, _ purpose: String) {
        self.command = command
        self.purpose = purpose
    }
}

/// What a verb is run with.
struct Invocation: Sendable {
    let arguments: ParsedArguments
    let environment: Environment
    let output: Output
    var input = Input.empty
    var interrupts = Interrupts()
}
