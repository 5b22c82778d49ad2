internal import Closecall
internal import Reactor

extension Verb {
    static let fuzzRun = Verb(
        name: "fuzz run",
        summary: "let libFuzzer look for inputs that break a target's promises",
        positionals: [Positional("TARGET", "its name, as in \"closecall fuzz list\"")],
        options: [
            .time, .jobs, .corpus, .fuzzSeed, .keepGoing, .longestInput, .patienceOfReducer, .oneInput, .tree,
            .skipBuild, .json,
        ],
        examples: [
            Example("closecall fuzz run frames --time 10m", "until something breaks, ten minutes at most"),
            Example(
                "closecall fuzz run session --jobs 4 --keep-going",
                "on four cores, until Ctrl-C, whatever breaks"),
            Example(
                "closecall fuzz run frames --input Fuzz/Regressions/frames/FILE",
                "one input: what does it break?"),
        ],
        notes: """
            Works in Closecall's source tree, and builds the targets there first. It begins with the seeds and \
            regressions in Fuzz/, and keeps what it finds in .build/fuzz/corpus/TARGET: "closecall fuzz merge" makes \
            seeds of that. What breaks a promise is made smaller, told once for each stack, and written to \
            Fuzz/Regressions/TARGET, where "swift test" runs it from then on. A timeout (10 s) and more than 4 GiB of \
            memory break promises, too. Exit status: 0 nothing broke, 1 something did, 2 it could not be run. With \
            --json, lines are objects whose event is started, progress, finding, kept or summary.
            """,
        endsGently: true,
        run: runCampaign)

    @Sendable
    private static func runCampaign(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let tree = try FuzzArguments.tree(arguments)
        let plan = try CampaignArguments.plan(arguments, in: tree)
        let report = CampaignReport(
            output: invocation.output, target: plan.target, isJSON: arguments.has(.json))
        let campaign = FuzzArguments.campaign(in: tree, invocation.interrupts)
        let inputs = arguments.values(.oneInput).map(FuzzArguments.path)
        if !inputs.isEmpty { return try await replay(inputs, plan, campaign, report) }
        let result = await campaign.run(plan) { report.take($0) }
        report.wipe()
        if case .failure(.interrupted) = result { return .yes }
        let end = try FuzzArguments.value(of: result)
        report.summary(end)
        return end.findings.isEmpty ? .yes : .no
    }

    private static func replay(
        _ inputs: [String], _ plan: CampaignPlan, _ campaign: FuzzCampaign, _ report: CampaignReport
    ) async throws(CommandFailure) -> ExitStatus {
        var status = ExitStatus.yes
        for (index, input) in inputs.enumerated() {
            let result = await campaign.replay(
                input, through: plan.target, skipsBuild: plan.skipsBuild || index > 0
            ) { report.take(.building($0)) }
            report.wipe()
            if case .failure(.interrupted) = result { return status }
            if let promise = try FuzzArguments.value(of: result) {
                status = .no
                try report.broken(promise, by: input)
            } else if campaign.stop.isRaised {
                return status
            } else {
                report.kept(input)
            }
        }
        return status
    }
}

/// What a campaign is told by its options.
enum CampaignArguments {
    static func plan(_ arguments: ParsedArguments, in tree: FuzzTree) throws(CommandFailure) -> CampaignPlan {
        var plan = CampaignPlan(try FuzzArguments.target(arguments, in: tree))
        plan.time = try arguments.duration(.time)
        if let time = plan.time, time < .seconds(1) {
            throw CommandFailure("option \"\(VerbOption.time.typed)\": a campaign needs a second at least")
        }
        if let jobs = try arguments.integer(.jobs, in: 1...256) { plan.jobs = jobs }
        plan.corpus = arguments.value(.corpus).map(FuzzArguments.path)
        // libFuzzer takes 0 for none.
        plan.seed = try arguments.integer(.fuzzSeed, in: 1...1 << 31).map { UInt32($0) }
        plan.keepsGoing = arguments.has(.keepGoing)
        plan.longestInput = try arguments.integer(.longestInput, in: 1...1 << 20)
        plan.skipsBuild = arguments.has(.skipBuild)
        if let patience = try arguments.duration(.patienceOfReducer) { plan.patience = patience }
        return plan
    }
}

extension VerbOption {
    fileprivate static let time = VerbOption.text(
        "time", "TIME", "end after so long (30s, 10m)", standard: "until something breaks, or Ctrl-C")
    fileprivate static let jobs = VerbOption.text(
        "jobs", "N", "so many programs, which share what they find", standard: "1")
    fileprivate static let corpus = VerbOption.text(
        "corpus", "DIR", "where new inputs go, and more to begin with",
        standard: ".build/fuzz/corpus/TARGET")
    fileprivate static let fuzzSeed = VerbOption.text(
        "seed", "N", "the same mutations in every run, with one job and the same corpus")
    fileprivate static let keepGoing = VerbOption.flag("keep-going", "do not end when something breaks")
    fileprivate static let longestInput = VerbOption.text(
        "max-len", "N", "no input is longer", standard: "as the seeds suggest")
    static let patienceOfReducer = VerbOption.text(
        "minimise", "TIME", "make an input smaller for so long at most; 0s: leave it", standard: "60s")
    fileprivate static let oneInput = VerbOption.text(
        "input", "FILE", "run this input alone, and say what it breaks", repeatable: true)
}
