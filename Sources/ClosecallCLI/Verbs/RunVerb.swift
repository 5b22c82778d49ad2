internal import Closecall
internal import Reactor
internal import Scenarios

extension Verb {
    static let runScenarios = Verb(
        name: "run",
        summary: "play scenarios by themselves, and judge what came of them",
        positionals: [
            Positional(
                "FILE|FOLDER", "scenario files, and folders that are searched for them", count: .oneOrMore)
        ],
        options: [.filter, .jobs, .runSeed, .junit, .json],
        examples: [
            Example("closecall run Scenarios/", "play the whole gallery"),
            Example("closecall run half-open.yaml --json", "what each side saw, for a script"),
            Example("closecall run Scenarios/ --filter closing", "only those with that in name or path"),
            Example("closecall run Scenarios/ --junit report.xml", "a report for CI"),
        ],
        notes: """
            Each scenario runs on 127.0.0.1: an embedded client, the proxy with the scenario, an embedded server. \
            The exit status is 0 when all came out as their `expect` says, 1 when one did not, and 2 when a file is \
            broken, and then nothing is played. A rule that never fires is a failure where there is an `expect`. \
            SIGINT ends the runs and tells what is known. With --json, lines are objects whose event is \
            scenario.end, problem or summary.
            """,
        endsGently: true,
        run: playAll)

    @Sendable
    private static func playAll(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let plan = try RunPlan(invocation.arguments)
        let shelf = try ScenarioShelf(plan.paths)
        let report = RunReport(output: invocation.output, isJSON: plan.isJSON)
        guard shelf.problems.isEmpty else {
            report.problems(shelf.problems)
            throw CommandFailure(
                "\(Wording.count(shelf.brokenFiles, "file")) of \(shelf.files) cannot be read, nothing was played"
            )
        }
        let chosen = shelf.scenarios.filter(plan.includes)
        if chosen.isEmpty {
            throw CommandFailure(
                "no scenario has \"\(plan.filter ?? "")\" in its name or path (of \(shelf.files))")
        }
        let results = try await play(chosen, plan, report, invocation)
        if let path = plan.junit { try write(JUnitReport.text(results), to: path) }
        return results.allSatisfy(\.hasPassed) ? .yes : .no
    }

    private static func play(
        _ chosen: [ShelvedScenario], _ plan: RunPlan, _ report: RunReport, _ invocation: Invocation
    ) async throws(CommandFailure) -> [ScenarioResult] {
        let runner: ScenarioRunner
        do throws(SystemError) { runner = try ScenarioRunner() } catch { throw CommandFailure("\(error)") }
        let began = ContinuousClock.now
        report.begin(chosen)
        let work = Task { await ScenarioCrew(runner, plan.jobs, plan.seed).play(chosen, report.played) }
        invocation.interrupts.atFirst { work.cancel() }
        let results = await work.value
        runner.stop()
        report.end(results, after: began.duration(to: .now))
        return results
    }

    private static func write(_ text: String, to path: String) throws(CommandFailure) {
        do throws(SystemError) {
            try SmallFile.write(Array(text.utf8), to: path)
        } catch {
            throw CommandFailure("option \"--junit\": cannot write \"\(path)\": \(error.words)")
        }
    }
}

/// What `run` was asked for.
private struct RunPlan {
    let paths: [String]
    let filter: String?
    let jobs: Int
    let seed: UInt64?
    let junit: String?
    let isJSON: Bool

    init(_ arguments: ParsedArguments) throws(CommandFailure) {
        paths = arguments.positionals
        filter = arguments.value(.filter)
        jobs = try arguments.integer(.jobs, in: 1...1000) ?? max(1, Cores.usable) * 4
        seed = try arguments.decoded(.runSeed) { text throws(CommandFailure) in
            guard let seed = UInt64(text) else {
                throw CommandFailure("\"\(text)\" is not a whole number from 0 to \(UInt64.max)")
            }
            return seed
        }
        junit = arguments.value(.junit)
        isJSON = arguments.has(.json)
    }

    func includes(_ one: ShelvedScenario) -> Bool {
        guard let filter = filter?.lowercased() else { return true }
        return one.path.lowercased().contains(filter) || one.scenario.name.lowercased().contains(filter)
    }
}

extension VerbOption {
    fileprivate static let filter = VerbOption.text(
        "filter", "TEXT", "only scenarios that have this in their name or path")
    fileprivate static let jobs = VerbOption.text(
        "jobs", "N", "so many at once", standard: "four for each core")
    fileprivate static let runSeed = VerbOption.text(
        "seed", "N", "the seed of all random choices, in place of each scenario's own")
    fileprivate static let junit = VerbOption.text("junit", "FILE", "write a report in JUnit's XML")
}
