internal import Glibc

/// The `closecall` command: finds the verb, parses its arguments by the verb's own table, runs it.
///
/// Nothing here knows what a verb does, and no verb knows how it is found: a verb is one file in `Verbs/` and
/// one line in `Verb.all`.
@main
struct ClosecallCommand {
    static let version = "0.1.0"

    static func main() async {
        StandardStreams.ignoreBrokenPipeSignal()
        let environment = Environment.process
        let status = await run(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: environment,
            output: StandardStreams.output(environment: environment))
        exit(status)
    }

    /// Everything but the process around it, so that tests run verbs without a child process.
    static func run(arguments: [String], environment: Environment, output: Output) async -> Int32 {
        var status: ExitStatus
        do throws(CommandFailure) {
            status = try await dispatch(arguments, environment: environment, output: output)
        } catch {
            output.error(error.message)
            status = .unable
        }
        if let problem = output.lostOutput {
            output.error("closecall: could not write to the standard output: \(problem)")
            status = .unable
        }
        return status.rawValue
    }

    private static func dispatch(
        _ arguments: [String], environment: Environment, output: Output
    ) async throws(CommandFailure) -> ExitStatus {
        let rest = Array(arguments.dropFirst())
        switch arguments.first {
        case nil:
            output.errorText(HelpPage.overview().rendered(for: output.standardError))
            throw CommandFailure("closecall: no verb given, try \"closecall explain 1006\"")
        case "--help", "-h":
            return show(.overview(), on: output)
        case "help":
            return try help(rest, output: output)
        case "--version":
            output.line("closecall \(version)")
            return .yes
        case .some(let name):
            let verb = try verb(named: name)
            if ArgumentParser.asksForHelp(rest) { return show(.verb(verb), on: output) }
            return try await run(verb, rest, environment: environment, output: output)
        }
    }

    private static func run(
        _ verb: Verb, _ arguments: [String], environment: Environment, output: Output
    ) async throws(CommandFailure) -> ExitStatus {
        do throws(CommandFailure) {
            let parsed = try ArgumentParser(verb).parse(arguments)
            let invocation = Invocation(arguments: parsed, environment: environment, output: output)
            return try await verb.run(invocation)
        } catch {
            throw CommandFailure("closecall \(verb.name): \(error.message)")
        }
    }

    private static func help(_ arguments: [String], output: Output) throws(CommandFailure) -> ExitStatus {
        guard let name = arguments.first, !name.hasPrefix("-") else { return show(.overview(), on: output) }
        if arguments.count > 1 {
            throw CommandFailure("closecall help: takes one verb, drop \"\(arguments[1])\"")
        }
        return show(.verb(try verb(named: name)), on: output)
    }

    private static func show(_ page: HelpPage, on output: Output) -> ExitStatus {
        output.text(page.rendered(for: output.standardOutput))
        return .yes
    }

    private static func verb(named name: String) throws(CommandFailure) -> Verb {
        if let verb = Verb.all.first(where: { $0.name == name }) { return verb }
        if name.hasPrefix("-") {
            let guess = Suggestion.phrase(for: name, among: ["--help", "--version"])
            throw CommandFailure(
                "closecall: unknown option \"\(name)\""
                    + (guess ?? ", options of a verb stand behind it: \"closecall explain --json\""))
        }
        let guess = Suggestion.phrase(for: name, among: Verb.all.map(\.name) + ["help"])
        throw CommandFailure(
            "closecall: unknown verb \"\(name)\"" + (guess ?? ", \"closecall --help\" lists the verbs"))
    }
}
