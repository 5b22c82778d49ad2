import Foundation
import Simulator
import Testing

/// Whole sessions between simulated peers. `make test` plays ten thousand, `make simulate` a million in release,
/// and goes on for SECONDS.
struct RelaySimulationTests {
    @Test func `every byte is delivered or its loss is told, and each session ends once`() async {
        let began = ContinuousClock.now
        let tally = await play(Settings.first..<Settings.first + Settings.count)
        var total = tally
        var next = Settings.first + Settings.count
        while total.failure == nil, ContinuousClock.now - began < .seconds(Settings.seconds) {
            total.add(await play(next..<next + 20_000))
            next += 20_000
        }
        if let failure = total.failure { Issue.record("\(failure)") }
        report(total, in: ContinuousClock.now - began)
        if Settings.isReplay { tell(Settings.first) }
    }

    @Test func `rules that are asked about everything and never fire change no byte`() async {
        let tally = await play(1..<Settings.first + Settings.count / 4, .idle)
        if let failure = tally.failure { Issue.record("\(failure)") }
    }

    @Test
    func
        `whatever faults do, no session traps or breaks its bounds, and each does the same for the same seed`()
        async
    {
        let tally = await play(1..<Settings.first + Settings.count / 4, .wild)
        if let failure = tally.failure { Issue.record("\(failure)") }
        for seed in 1...100 as ClosedRange<UInt64> {
            let first = Simulation.play(seed: seed, rules: .wild, keepsText: true)
            let again = Simulation.play(seed: seed, rules: .wild, keepsText: true)
            #expect(first.text == again.text, "seed \(seed)")
        }
    }

    @Test func `rules that come and go at any time and never fire change no byte`() async {
        let tally = await play(1..<Settings.first + Settings.count / 20, .changingIdle)
        if let failure = tally.failure { Issue.record("\(failure)") }
    }

    @Test func `whatever delays come and go at any time, all bytes arrive, in order`() async {
        let tally = await play(1..<Settings.first + Settings.count / 20, .changingDelays)
        if let failure = tally.failure { Issue.record("\(failure)") }
    }

    @Test func `whatever faults come and go at any time, no session traps or breaks its bounds`() async {
        let tally = await play(1..<Settings.first + Settings.count / 20, .changingWild)
        if let failure = tally.failure { Issue.record("\(failure)") }
        for seed in 1...50 as ClosedRange<UInt64> {
            let first = Simulation.play(seed: seed, rules: .changingWild, keepsText: true)
            let again = Simulation.play(seed: seed, rules: .changingWild, keepsText: true)
            #expect(first.text == again.text, "seed \(seed)")
        }
    }

    @Test func `a seed replays byte for byte`() {
        for seed in 1...200 as ClosedRange<UInt64> {
            let first = Simulation.play(seed: seed, keepsText: true)
            let again = Simulation.play(seed: seed, keepsText: true)
            #expect(first.text == again.text, "seed \(seed)")
            #expect(first.digest == again.digest, "seed \(seed)")
        }
    }

    @Test(arguments: Defect.allCases)
    func `a canary is seen: something planted that no session may do`(defect: Defect) throws {
        let failure = try #require(Campaign.play(1..<2000, defect: defect).failure)
        #expect(Simulation.play(seed: failure.seed, defect: defect).complaint == failure.complaint)
        #expect(Simulation.play(seed: failure.seed).complaint == nil)
    }
}

/// What the environment asks for.
private enum Settings {
    static let seconds = environment("SECONDS").flatMap(Double.init) ?? 0
    static let first = environment("SEED").flatMap(UInt64.init) ?? 1
    static let count = environment("COUNT").flatMap(UInt64.init) ?? 10_000
    /// `make simulate DEFECT=losesByte` shows what a failure looks like.
    static let defect = environment("DEFECT").flatMap { name in Defect.allCases.first { "\($0)" == name } }
    static var isReplay: Bool { count == 1 }

    private static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment["CLOSECALL_SIMULATE_\(name)"]
    }
}

extension RelaySimulationTests {
    /// Plays the seeds on all processors.
    private func play(
        _ seeds: Range<UInt64>, _ rules: SimulatedRules? = nil
    ) async -> Campaign.Tally {
        let share = max(1, UInt64(seeds.count) / 64)
        return await withTaskGroup(of: Campaign.Tally.self) { group in
            for start in stride(from: seeds.lowerBound, to: seeds.upperBound, by: Int(share)) {
                let part = start..<min(start + share, seeds.upperBound)
                group.addTask { Campaign.play(part, defect: Settings.defect, rules: rules) }
            }
            var tally = Campaign.Tally()
            for await part in group {
                tally.add(part)
                if tally.failure != nil { group.cancelAll() }
            }
            return tally
        }
    }

    private func report(_ tally: Campaign.Tally, in time: Duration) {
        let seconds = max(0.001, Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
        print(
            """
            simulated \(tally.sessions) sessions, \(tally.framed) of them with frames, \(tally.reads) reads of \
            \(tally.bytes) bytes, in \(Int(seconds)) s: \(Int(Double(tally.sessions) / seconds)) a second
            """)
    }

    private func tell(_ seed: UInt64) {
        let outcome = Simulation.play(seed: seed, defect: Settings.defect, keepsText: true)
        print(outcome.text.joined(separator: "\n"))
        print("seed \(seed): \(outcome.complaint ?? "no complaint")")
    }
}
