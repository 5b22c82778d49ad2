import Reactor
import Testing

@testable import Closecall

@Suite struct CampaignTallyTests {
    private let start = MonotonicTime(microseconds: 1_000_000)

    @Test func `jobs are added up, but for what they share`() throws {
        var tally = CampaignTally(jobs: 2, at: start)
        tally.take(try status("#100 NEW cov: 50 ft: 9 corp: 7/9b exec/s: 10 rss: 60Mb"), of: 0, at: start)
        tally.take(try status("#200 NEW cov: 60 ft: 9 corp: 6/9b exec/s: 30 rss: 50Mb"), of: 1, at: start)
        let progress = tally.progress(at: start, broken: 1)
        #expect(progress.executions == 300 && progress.rate == 300 && progress.jobs == 2)
        #expect(
            progress.coverage == 60 && progress.corpus == 7 && progress.memory == 60 && progress.broken == 1)
    }

    @Test func `between two status lines it is estimated`() throws {
        var tally = CampaignTally(jobs: 1, at: start)
        let line = try status("#100 pulse cov: 50 ft: 9 corp: 7/9b exec/s: 10 rss: 60Mb")
        tally.take(line, of: 0, at: start)
        tally.take(line, of: 0, at: start + .seconds(3))
        #expect(tally.progress(at: start + .seconds(4), broken: 0).executions == 140)
        tally.take(
            try status("#120 NEW cov: 50 ft: 10 corp: 8/9b exec/s: 10 rss: 60Mb"), of: 0,
            at: start + .seconds(4))
        #expect(tally.progress(at: start + .seconds(4), broken: 0).executions == 120)
    }

    @Test func `quiet is the time since code was reached that was new`() throws {
        var tally = CampaignTally(jobs: 2, at: start)
        tally.take(
            try status("#1 INITED cov: 50 ft: 9 corp: 7/9b exec/s: 0 rss: 6Mb"), of: 0,
            at: start + .seconds(1))
        tally.take(
            try status("#9 NEW cov: 50 ft: 10 corp: 8/9b exec/s: 0 rss: 6Mb"), of: 0, at: start + .seconds(5))
        tally.take(
            try status("#9 NEW cov: 49 ft: 10 corp: 8/9b exec/s: 0 rss: 6Mb"), of: 1, at: start + .seconds(6))
        let progress = tally.progress(at: start + .seconds(8), broken: 0)
        #expect(progress.quiet == .seconds(7) && progress.elapsed == .seconds(8))
    }

    @Test func `what a program ran counts after its end`() throws {
        var tally = CampaignTally(jobs: 1, at: start)
        tally.take(try status("#100 NEW cov: 50 ft: 9 corp: 7/9b exec/s: 10 rss: 60Mb"), of: 0, at: start)
        tally.ended(0, after: 130)
        #expect(tally.progress(at: start + .seconds(60), broken: 1).executions == 130)
        tally.take(try status("#5 INITED cov: 50 ft: 9 corp: 7/9b exec/s: 0 rss: 60Mb"), of: 0, at: start)
        #expect(tally.progress(at: start + .seconds(60), broken: 1).executions == 135)
    }

    private func status(_ line: String) throws -> FuzzerStatus { try #require(FuzzerStatus(line)) }
}
