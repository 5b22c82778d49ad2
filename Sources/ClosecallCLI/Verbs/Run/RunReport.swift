internal import Closecall
internal import Reactor
internal import Scenarios
internal import WebSocketWire

/// What `run` prints, for people or for programs.
final class RunReport: Sendable {
    private let output: Output
    private let isJSON: Bool
    private let layout = Locked(Layout())

    /// Widths of the columns, and where the table has come to.
    private struct Layout {
        var total = 0
        var file = 0
        var name = 0
        var folder: String?
    }

    init(output: Output, isJSON: Bool) {
        self.output = output
        self.isJSON = isJSON
    }

    func problems(_ problems: [ScenarioProblem]) {
        for problem in problems {
            if isJSON { RunJSON.problem(problem, output) }
            output.error("\(problem)")
        }
    }

    func begin(_ chosen: [ShelvedScenario]) {
        layout.withLock { layout in
            layout.total = chosen.count
            layout.file = chosen.map(\.fileName.count).max() ?? 0
            layout.name = min(chosen.map(\.scenario.name.count).max() ?? 0, Self.longestName)
        }
        progress(0)
    }

    /// One more has been played; `ended` counts those as well that wait for their turn.
    func played(_ result: ScenarioResult, _ ended: Int) {
        wipeProgress()
        if isJSON { RunJSON.ended(result, output) } else { row(result) }
        progress(ended)
    }

    func end(_ results: [ScenarioResult], after time: Duration) {
        wipeProgress()
        if isJSON { RunJSON.summary(results, time, output) } else { closing(results, time) }
    }

    // MARK: The table

    /// A longer one pushes its row's columns to the right.
    private static let longestName = 44

    private func row(_ result: ScenarioResult) {
        guard result.wasPlayed else { return }
        let (file, name, heading) = layout.withLock { layout in
            let isNew = layout.folder != result.file.folder
            layout.folder = result.file.folder
            return (layout.file, layout.name, isNew ? result.file.folder : nil)
        }
        let style = output.standardOutput.style
        if let heading { output.line(style.bold(heading)) }
        let mark = result.hasPassed ? style.good("\u{2713}") : style.bad("\u{2717}")
        let words = [
            TextLayout.padded(result.file.fileName, to: file),
            TextLayout.padded(Wording.oneLine(result.name), to: name),
            result.outcome.map(sights) ?? style.bad("not played"),
        ]
        output.line("  \(mark) \(words.joined(separator: "  "))")
    }

    private func sights(_ outcome: RunOutcome) -> String {
        let style = output.standardOutput.style
        let client = "client \(TextLayout.padded(outcome.client.sight, to: 12))"
        let server = "server \(TextLayout.padded(outcome.server.sight, to: 12))"
        return "\(client)  \(server)  \(style.dim(Wording.duration(outcome.duration)))"
    }

    private func closing(_ results: [ScenarioResult], _ time: Duration) {
        for result in results { remarks(result) }
        for result in results where result.wasPlayed && !result.hasPassed { failures(result) }
        let tally = RunTally(results)
        let style = output.standardOutput.style
        var words = ["\(Wording.count(results.count, "scenario")): \(tally.passed) passed"]
        if tally.failed > 0 { words.append(style.bad("\(tally.failed) failed")) }
        if tally.notPlayed > 0 { words.append("\(tally.notPlayed) not played") }
        output.line("\(words.joined(separator: ", ")), in \(Wording.duration(time))")
    }

    private func failures(_ result: ScenarioResult) {
        let style = output.standardOutput.style
        output.line(
            "\(style.bad("\u{2717}")) \(style.bold(result.file.path)): \(Wording.oneLine(result.name))")
        for failure in result.failures { output.line("    \(failure)") }
        for hint in result.hints { output.line(style.dim("    hint: \(hint)")) }
    }

    private func remarks(_ result: ScenarioResult) {
        for remark in result.remarks {
            output.line(output.standardOutput.style.dim("\(result.file.path): \(remark)"))
        }
    }

    // MARK: The line on a terminal

    private func progress(_ ended: Int) {
        let total = layout.withLock(\.total)
        guard output.standardError.isTerminal, ended < total else { return }
        output.errorText(output.standardError.style.dim("\(ended) of \(total) played"))
    }

    private func wipeProgress() {
        // To the line's beginning, and all behind it erased.
        if output.standardError.isTerminal { output.errorText("\r\u{1B}[K") }
    }
}

/// How many came out how.
struct RunTally {
    let passed: Int
    let failed: Int
    let notPlayed: Int

    init(_ results: [ScenarioResult]) {
        passed = results.count(where: \.hasPassed)
        notPlayed = results.count(where: { !$0.wasPlayed })
        failed = results.count - passed - notPlayed
    }
}

extension SideOutcome {
    /// What it saw, in two words: `1006 unclean`, `still open`.
    fileprivate var sight: String {
        if let event { return "\(event.code) \(event.wasClean ? "clean" : "unclean")" }
        switch state {
        case .connecting: return endedAt == nil ? "unconnected" : "never opened"
        case .open: return "still open"
        case .closing: return "still closing"
        case .closed: return "never opened"
        }
    }
}
