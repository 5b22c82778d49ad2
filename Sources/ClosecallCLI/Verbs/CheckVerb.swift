internal import Reactor
internal import Scenarios

extension Verb {
    static let check = Verb(
        name: "check",
        summary: "read scenario files, and say all that is wrong with them",
        positionals: [
            Positional(
                "FILE|FOLDER", "scenario files, and folders that are searched for them", count: .oneOrMore)
        ],
        options: [.against, .json],
        examples: [
            Example("closecall check Scenarios/", "every file of a folder, and of those in it"),
            Example(
                "closecall check half-open.yaml --against run.jsonl", "which of its rules fired in a journal"),
            Example(
                "closecall check half-open.yaml --against run.pcapng",
                "which would have, in what was said then"),
            Example("closecall check Scenarios/ --json", "for an editor or a script"),
        ],
        notes: """
            The exit status is 0 when all files are fine, 1 when something is wrong with one, and 2 when one cannot \
            be opened. With --against, it is 1 as well when a rule never fired. With --json, lines are objects whose \
            event is problem (file, line, column, message), rule (file, rule, count) or summary (files, broken, \
            problems).
            """,
        run: check)

    @Sendable
    private static func check(_ invocation: Invocation) throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let recorded = try arguments.decoded(.against, RecordedRun.init)
        let shelf = try ScenarioShelf(arguments.positionals)
        let report = CheckReport(output: invocation.output, isJSON: arguments.has(.json))
        report.problems(shelf)
        guard shelf.problems.isEmpty, let recorded else {
            report.summary(shelf)
            return shelf.problems.isEmpty ? .yes : .no
        }
        var hasSilentRules = false
        for file in shelf.scenarios {
            let tally = try recorded.tally(of: file.scenario)
            report.rules(of: file, tally, in: recorded)
            if !tally.silentRules(of: file.scenario).isEmpty { hasSilentRules = true }
        }
        report.summary(shelf)
        return hasSilentRules ? .no : .yes
    }
}

extension VerbOption {
    fileprivate static let against = VerbOption.text(
        "against", "FILE", "say which rules fired in a proxy's journal, or would have in a trace")
}
