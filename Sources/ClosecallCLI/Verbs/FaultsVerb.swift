internal import Faults
internal import Scenarios

extension Verb {
    static let faults = Verb(
        name: "faults",
        summary: "the faults that scenarios are made of, and the links by name",
        positionals: [
            Positional(
                "NAME", "a fault's word (truncate); without it, the list of all", count: .optional,
                completedAs: .fault)
        ],
        options: [.presets, .schema, .markdown, .json],
        examples: [
            Example("closecall faults", "every fault in a line"),
            Example("closecall faults malform-close", "all about one: its parameters, its forms, an example"),
            Example("closecall faults --presets", "the links that have a name, such as apple/3g"),
            Example(
                "closecall faults --schema > scenario.schema.json", "for an editor that completes and checks"),
            Example("closecall faults --json", "everything, one JSON object a line"),
        ],
        notes: """
            With --json, each line has name, layer, summary, details, clause, clients, direction (null for both), \
            lasts, parameters and example; a parameter has name, summary, form, examples, default, required, bounds \
            and choices, each of these name, summary, clause and clients. With --presets and --json, it is name, \
            family and about.
            """,
        run: faults)

    @Sendable
    private static func faults(_ invocation: Invocation) throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let output = invocation.output
        let name = arguments.positionals.first
        try check(arguments, name)
        let kind = try name.map(kind(named:))
        let stream = output.standardOutput
        if arguments.has(.presets) {
            output.text(arguments.has(.json) ? PresetsJSON.lines : PresetTable(stream: stream).text)
        } else if arguments.has(.schema) {
            output.text(ScenarioSchema.text())
        } else if arguments.has(.markdown) {
            output.text(FaultReference.text)
        } else if arguments.has(.json) {
            output.text(FaultsJSON.lines(of: kind.map { [$0] } ?? FaultCatalog.all))
        } else if let kind {
            output.text(FaultPage(kind, stream: stream).text)
        } else {
            output.text(FaultList(stream: stream).text)
        }
        return .yes
    }

    private static func check(_ arguments: ParsedArguments, _ name: String?) throws(CommandFailure) {
        let whole = [VerbOption.presets, .schema, .markdown].filter(arguments.has)
        if let option = whole.first, let name {
            throw CommandFailure("option \"\(option.typed)\" is about all of them, drop \"\(name)\"")
        }
        let isDouble = whole.count > 1 || arguments.has(.json) && whole.contains { $0 != .presets }
        guard isDouble else { return }
        let names = (whole + [.json]).filter(arguments.has).map { "\"\($0.typed)\"" }.joined(
            separator: " and ")
        throw CommandFailure("options \(names) exclude each other, keep one")
    }

    /// People ask for what they have read, which may be a choice of a parameter, or a preset.
    private static func kind(named name: String) throws(CommandFailure) -> FaultKind {
        if let kind = FaultCatalog.kind(named: name) { return kind }
        if LinkPresets.named(name) != nil {
            throw CommandFailure("\"\(name)\" is a link, see \"closecall faults link\"")
        }
        let owner = FaultCatalog.all.first { kind in
            kind.parameters.contains { $0.choices.contains { $0.name == name } }
        }
        if let owner {
            throw CommandFailure(
                "\"\(name)\" is a choice of \"\(owner.name)\", see \"closecall faults \(owner.name)\"")
        }
        let hint = Suggestion.phrase(for: name, among: FaultCatalog.all.map(\.name))
        throw CommandFailure("unknown fault \"\(name)\"" + (hint ?? ", \"closecall faults\" lists them"))
    }
}

extension VerbOption {
    fileprivate static let presets = VerbOption.flag("presets", "the links that have a name, in families")
    fileprivate static let schema = VerbOption.flag(
        "schema", "the JSON Schema of scenario files, for editors")
    fileprivate static let markdown = VerbOption.flag(
        "markdown", "the whole reference, as in Documentation/Faults.md")
}
