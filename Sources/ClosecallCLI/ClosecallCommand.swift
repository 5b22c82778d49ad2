internal import Faults
internal import Glibc

/// The `closecall` command: finds the verb, parses its arguments by the verb's own table, runs it.
///
/// Nothing here knows what a verb does, and no verb knows how it is found: a verb is one file in `Verbs/` and
/// one line in `Verb.all`.
@main
struct ClosecallCommand {
    static let version = "0.1.0"
    /// The day of that version, which the manual pages bear.
    static let versionDate = "2026-11-22"

    /// Not async: what would then wait on this thread opens it to every signal, and SIGINT would kill.
    static func main() {
        StandardStreams.ignoreBrokenPipeSignal()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let endsGently = Verb.named(by: arguments)?.verb.endsGently ?? false
        // Before there are other threads: they inherit that these signals do not kill them.
        let interrupts = endsGently ? Interrupts.ofProcess() : Interrupts()
        let environment = Environment.process
        // Detached: `main` belongs to the main actor, and its thread is taken.
        Task.detached {
            let status = await run(
                arguments: arguments, environment: environment,
                output: StandardStreams.output(environment: environment), input: StandardStreams.input,
                interrupts: interrupts)
            exit(status)
        }
        while true { pause() }
    }

    /// Everything but the process around it, so that tests run verbs without a child process.
    static func run(
        arguments: [String], environment: Environment, output: Output, input: Input = .empty,
        interrupts: Interrupts = Interrupts()
    ) async -> Int32 {
        var status: ExitStatus
        do throws(CommandFailure) {
            status = try await dispatch(
                arguments, output: output,
                invocation: {
                    Invocation(
                        arguments: $0, environment: environment, output: output, input: input,
                        interrupts: interrupts)
                })
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
        _ arguments: [String], output: Output, invocation: (ParsedArguments) -> Invocation
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
            return try showVersion(rest, output: output)
        case .some:
            let (verb, rest) = try verb(named: arguments)
            if ArgumentParser.asksForHelp(rest) { return show(.verb(verb), on: output) }
            guard verb.subverbs.isEmpty else { throw missingWord(of: verb, rest.first, on: output) }
            return try await run(verb, rest, invocation)
        }
    }

    private static func run(
        _ verb: Verb, _ arguments: [String], _ invocation: (ParsedArguments) -> Invocation
    ) async throws(CommandFailure) -> ExitStatus {
        do throws(CommandFailure) {
            return try await verb.run(invocation(try ArgumentParser(verb).parse(arguments)))
        } catch {
            throw CommandFailure("closecall \(verb.name): \(error.message)")
        }
    }

    /// What a verb that only gathers others says when it gets none of them.
    private static func missingWord(of verb: Verb, _ word: String?, on output: Output) -> CommandFailure {
        let words = verb.subverbs.map(\.lastWord)
        guard let word else {
            output.errorText(HelpPage.verb(verb).rendered(for: output.standardError))
            return CommandFailure("closecall \(verb.name): say which: \(words.joined(separator: ", "))")
        }
        let guess = Suggestion.phrase(for: word, among: words)
        return CommandFailure(
            "closecall \(verb.name): unknown word \"\(word)\""
                + (guess ?? ", it takes one of \(words.joined(separator: ", "))"))
    }

    private static func help(_ arguments: [String], output: Output) throws(CommandFailure) -> ExitStatus {
        guard let name = arguments.first, !name.hasPrefix("-") else { return show(.overview(), on: output) }
        let (verb, rest) = try verb(named: arguments)
        if let extra = rest.first {
            guard verb.subverbs.isEmpty else { throw missingWord(of: verb, extra, on: output) }
            throw CommandFailure("closecall help: takes one verb, drop \"\(extra)\"")
        }
        return show(.verb(verb), on: output)
    }

    private static func showVersion(
        _ arguments: [String], output: Output
    ) throws(CommandFailure) -> ExitStatus {
        let isJSON = arguments.first == VerbOption.json.typed
        if let extra = arguments.dropFirst(isJSON ? 1 : 0).first {
            throw CommandFailure("closecall: --version takes nothing but --json, drop \"\(extra)\"")
        }
        if isJSON { output.json(BuildInfo.write) } else { output.text(BuildInfo.text) }
        return .yes
    }

    private static func show(_ page: HelpPage, on output: Output) -> ExitStatus {
        output.text(page.rendered(for: output.standardOutput))
        return .yes
    }

    private static func verb(named words: [String]) throws(CommandFailure) -> (Verb, [String]) {
        if let (verb, rest) = Verb.named(by: words) { return (verb, rest) }
        let name = words.first ?? ""
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
