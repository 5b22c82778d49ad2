internal import Closecall
internal import Scenarios

/// A scenario that was played, or could not be.
struct ScenarioResult: Sendable {
    enum Ending: Sendable {
        /// It was played; this came out otherwise than expected.
        case played(RunOutcome, [Mismatch])
        /// It could not be played, in words.
        case impossible(String)
        /// The run was broken off before its end.
        case notPlayed
    }

    let file: ShelvedScenario
    let ending: Ending

    var hasPassed: Bool {
        if case .played(_, let mismatches) = ending { mismatches.isEmpty } else { false }
    }

    var wasPlayed: Bool {
        if case .notPlayed = ending { false } else { true }
    }

    var name: String { file.scenario.name }

    var outcome: RunOutcome? {
        if case .played(let outcome, _) = ending { outcome } else { nil }
    }

    /// What came out otherwise, in words.
    var failures: [String] {
        switch ending {
        case .played(_, let mismatches): mismatches.map(\.description)
        case .impossible(let reason): [reason]
        case .notPlayed: []
        }
    }

    /// What is no failure, but will surprise whoever wrote the scenario.
    var remarks: [String] {
        guard file.scenario.expect == nil, let outcome else { return [] }
        return outcome.silentRules.map { "rule \"\($0)\" never fired" }
    }

    /// What may help with the failures.
    var hints: [String] {
        guard case .played(let outcome, let mismatches) = ending, !mismatches.isEmpty else { return [] }
        var hints: [String] = []
        if mismatches.contains(where: { $0.field == "rules" }) {
            hints.append(
                "a rule fires where its \"when\" and what the play sends meet: look at direction, kind and nth"
            )
        }
        if outcome.isTimedOut {
            hints.append(
                "the play's time was over (\"timeout\"), and somebody still waited; let a step close, or give it more"
            )
        }
        return hints
    }
}
