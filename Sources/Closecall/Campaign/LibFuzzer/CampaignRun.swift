internal import Reactor

/// A campaign, on the thread that runs it.
final class CampaignRun {
    private let plan: CampaignPlan
    private let tree: FuzzTree
    private let stop: StopSign
    private let tell: (CampaignEvent) -> Void
    private let toolchain: SwiftToolchain?
    private let start = MonotonicTime.current
    private var tally: CampaignTally
    private var shelf = FindingShelf()
    /// By number; nil for one that has ended.
    private var jobs: [FuzzerJob?] = []
    private var starts = 0

    /// A turn of a job; the others of several have then had time to say something.
    private static let turn = Duration.milliseconds(100)
    /// libFuzzer's own when it was interrupted.
    private static let interrupted: Int32 = 72

    init(
        _ plan: CampaignPlan, in tree: FuzzTree, toolchain: SwiftToolchain?, until stop: StopSign,
        _ tell: @escaping (CampaignEvent) -> Void
    ) {
        self.plan = plan
        self.tree = tree
        self.toolchain = toolchain
        self.stop = stop
        self.tell = tell
        tally = CampaignTally(jobs: plan.jobs, at: start)
    }

    func run() throws(FuzzProblem) -> CampaignResult {
        try FuzzFile.makeFolder(plan.corpus ?? tree.ownCorpus(plan.target))
        try FuzzFile.makeFolder("\(tree.scratch)/findings")
        do throws(FuzzProblem) { try fuzz() } catch {
            stopJobs()
            throw error
        }
        let progress = tally.progress(at: .current, broken: shelf.entries.count)
        // Later it ends the minimising alone.
        let (wasStopped, isOver) = (stop.isRaised, isOver)
        var findings: [FuzzFinding] = []
        for entry in shelf.entries {
            let finding = try tree.keep(minimised(entry), of: plan.target)
            findings.append(finding)
            tell(.finding(finding))
        }
        let end: CampaignResult.End = wasStopped ? .interrupted : findings.isEmpty || isOver ? .time : .found
        return CampaignResult(end: end, progress: progress, findings: findings)
    }

    private var isOver: Bool { plan.time.map { start + $0 <= .current } ?? false }

    // MARK: Fuzzing

    private func fuzz() throws(FuzzProblem) {
        for number in 0..<plan.jobs { jobs.append(try started(number)) }
        tell(.started(jobs: plan.jobs))
        while jobs.contains(where: { $0 != nil }), !stop.isRaised {
            var wait = Self.turn
            for number in jobs.indices {
                // One before may have ended them all.
                guard let job = jobs[number] else { continue }
                try turn(of: job, number, within: wait)
                wait = .zero
            }
            tell(.progress(tally.progress(at: .current, broken: shelf.entries.count)))
        }
        stopJobs()
    }

    private func started(_ number: Int) throws(FuzzProblem) -> FuzzerJob {
        defer { starts += 1 }
        let rest = plan.time.map { start + $0 - .current }
        return try FuzzerJob(
            .fuzzing(plan, job: starts, rest: rest, in: tree),
            environment: FuzzerCommand.environment(toolchain: toolchain?.folder))
    }

    private func turn(of job: FuzzerJob, _ number: Int, within wait: Duration) throws(FuzzProblem) {
        let ending = job.turn(within: wait)
        if let status = job.log.status {
            if !job.log.isInstrumented { throw .blind(program: tree.program(plan.target)) }
            tally.take(status, of: number, at: .current)
        }
        guard let ending else { return }
        jobs[number] = nil
        tally.ended(number, after: job.log.executions)
        try take(ending, of: job, number)
    }

    private func take(
        _ ending: ListenedProgram.Ending, of job: FuzzerJob, _ number: Int
    ) throws(FuzzProblem) {
        if let artifact = job.log.artifact {
            let promise = BrokenPromise(report: job.log.report)
            let input = try FuzzFile.read(artifact)
            try takeBroken(toolchain?.demangled(promise) ?? promise, input)
            // What breaks on the corpus breaks again at every start.
            let goesOn = plan.keepsGoing && job.log.isThroughCorpus && !isOver && !stop.isRaised
            if goesOn { jobs[number] = try started(number) } else if !plan.keepsGoing { stopJobs() }
        } else if !ending.isSuccess, ending != .status(Self.interrupted), !stop.isRaised {
            throw .didNotRun(
                program: tree.program(plan.target), ending: ending.words, lines: job.log.tail)
        }
    }

    private func takeBroken(_ promise: BrokenPromise, _ input: [UInt8]) throws(FuzzProblem) {
        if shelf.take(promise, input) { tell(.broke(promise)) }
    }

    private func stopJobs() {
        for (number, job) in jobs.enumerated() {
            guard let job else { continue }
            job.stop()
            tally.ended(number, after: job.log.executions)
            jobs[number] = nil
        }
    }

    // MARK: Making it small

    private func minimised(_ entry: FindingShelf.Entry) throws(FuzzProblem) -> FindingShelf.Entry {
        guard !stop.isRaised, plan.patience > .zero else { return entry }
        tell(.minimising(bytes: entry.input.count))
        let trial = InputTrial(
            target: plan.target, tree: tree, toolchain: toolchain, stop: stop,
            deadline: MonotonicTime.current + plan.patience)
        var entry = entry
        entry.input = try trial.reduced(entry.input, breaking: entry.promise.signature)
        return entry
    }
}
