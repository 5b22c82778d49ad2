internal import Reactor

/// How far a campaign is, over all its jobs.
public struct CampaignProgress: Sendable, Equatable {
    /// Since its start.
    public internal(set) var elapsed = Duration.zero
    /// Inputs run. A program that finds nothing new tells seldom: between two times it is estimated.
    public internal(set) var executions = 0
    /// Inputs run in a second, all jobs together, since the start.
    public internal(set) var rate = 0
    /// Edges of code reached, by the job that has reached most.
    public internal(set) var coverage = 0
    /// Inputs in the corpus of the job that has most.
    public internal(set) var corpus = 0
    /// Resident memory in MiB of the largest program.
    public internal(set) var memory = 0
    /// Since one of them last reached new code.
    public internal(set) var quiet = Duration.zero
    /// Jobs that run.
    public internal(set) var jobs = 0
    /// Different things that broke.
    public internal(set) var broken = 0

    /// Nothing yet.
    public init() {}
}

/// Adds up what the jobs of a campaign tell.
struct CampaignTally {
    private struct Job {
        /// What it ran before it was started anew.
        var before = 0
        var status: FuzzerStatus?
        var told = MonotonicTime(microseconds: 0)

        /// It runs on as fast as it did.
        func executions(at now: MonotonicTime) -> Int {
            guard let status else { return before }
            let since = Int((Double(status.rate) * (now - told).seconds).rounded())
            return before + status.executions + since
        }
    }

    private let start: MonotonicTime
    private var jobs: [Job]
    private var mostCoverage = 0
    private var lastNew: MonotonicTime

    init(jobs: Int, at start: MonotonicTime) {
        self.start = start
        self.jobs = Array(repeating: Job(), count: jobs)
        lastNew = start
    }

    mutating func take(_ status: FuzzerStatus, of job: Int, at now: MonotonicTime) {
        if jobs[job].status == status { return }
        jobs[job].status = status
        jobs[job].told = now
        // What the corpus reaches is nothing new.
        if status.coverage > mostCoverage {
            mostCoverage = status.coverage
            lastNew = now
        }
    }

    /// Its program ended: what it ran counts on.
    mutating func ended(_ job: Int, after executions: Int) {
        jobs[job].before += executions
        jobs[job].status = nil
    }

    func progress(at now: MonotonicTime, broken: Int) -> CampaignProgress {
        var progress = CampaignProgress()
        let statuses = jobs.compactMap(\.status)
        progress.elapsed = now - start
        progress.quiet = now - lastNew
        progress.broken = broken
        progress.jobs = statuses.count
        progress.executions = jobs.reduce(0) { $0 + $1.executions(at: now) }
        progress.rate = Int((Double(progress.executions) / max(1, progress.elapsed.seconds)).rounded())
        progress.coverage = mostCoverage
        for status in statuses {
            progress.corpus = max(progress.corpus, status.corpus)
            progress.memory = max(progress.memory, status.memory)
        }
        return progress
    }
}
