internal import Closecall
internal import Scenarios

/// Plays many scenarios, some of them at once.
struct ScenarioCrew: Sendable {
    private let runner: ScenarioRunner
    private let jobs: Int
    private let seed: UInt64?

    init(_ runner: ScenarioRunner, _ jobs: Int, _ seed: UInt64?) {
        self.runner = runner
        self.jobs = jobs
        self.seed = seed
    }

    /// Plays all, and calls `played` for each, in the order of the list whatever the order in which they end. When the
    /// task is cancelled, those that have not ended count as not played.
    func play(
        _ files: [ShelvedScenario], _ played: @escaping @Sendable (ScenarioResult, _ ended: Int) -> Void
    ) async -> [ScenarioResult] {
        await withTaskGroup(of: (Int, ScenarioResult).self) { group in
            var results = [ScenarioResult?](repeating: nil, count: files.count)
            var (begun, ended, told) = (0, 0, 0)
            func beginNext() {
                guard begun < files.count else { return }
                let index = begun
                begun += 1
                group.addTask { (index, await result(of: files[index])) }
            }
            for _ in 0..<jobs { beginNext() }
            while let (index, result) = await group.next() {
                results[index] = result
                ended += 1
                beginNext()
                while told < files.count, let next = results[told] {
                    told += 1
                    played(next, ended)
                }
            }
            return results.compactMap(\.self)
        }
    }

    private func result(of file: ShelvedScenario) async -> ScenarioResult {
        if Task.isCancelled { return ScenarioResult(file: file, ending: .notPlayed) }
        do throws(RunFailure) {
            let outcome = try await runner.run(file.scenario, seed: seed)
            if outcome.isBrokenOff { return ScenarioResult(file: file, ending: .notPlayed) }
            let mismatches = file.scenario.expect.map { ExpectationCheck.mismatches(outcome, $0) } ?? []
            return ScenarioResult(file: file, ending: .played(outcome, mismatches))
        } catch {
            return ScenarioResult(file: file, ending: .impossible(error.description))
        }
    }
}
