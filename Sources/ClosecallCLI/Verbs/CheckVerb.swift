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
        let journal = try arguments.decoded(.against, JournalTally.init)
        let shelf = try ScenarioShelf(arguments.positionals)
        let report = CheckReport(output: invocation.output, isJSON: arguments.has(.json))
        report.problems(shelf)
        guard shelf.problems.isEmpty, let journal else {
            report.summary(shelf)
            return shelf.problems.isEmpty ? .yes : .no
        }
        for file in shelf.scenarios { report.rules(of: file, in: journal) }
        report.summary(shelf)
        return shelf.scenarios.allSatisfy { journal.silentRules(of: $0.scenario).isEmpty } ? .yes : .no
    }
}

extension VerbOption {
    fileprivate static let against = VerbOption.text(
        "against", "JOURNAL", "say which rules fired in the journal that a proxy wrote")
}
