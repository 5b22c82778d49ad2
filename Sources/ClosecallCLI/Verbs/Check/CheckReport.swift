internal import Closecall
internal import Scenarios

/// What `check` prints, for people or for programs.
struct CheckReport {
    let output: Output
    let isJSON: Bool

    func problems(_ shelf: ScenarioShelf) {
        for problem in shelf.problems {
            if isJSON { RunJSON.problem(problem, output) } else { output.line(Wording.oneLine("\(problem)")) }
        }
    }

    /// How often each rule fired.
    func rules(of file: ShelvedScenario, _ tally: RuleTally, in run: RecordedRun) {
        if isJSON { return rulesJSON(of: file, tally) }
        let style = output.standardOutput.style
        let sessions = Wording.count(tally.sessions, "session")
        output.line(
            "\(style.bold(file.path)) in \(run.path), \(sessions)\(run.isRehearsed ? ", tried out" : "")")
        let widest = file.scenario.rules.map(\.name.count).max() ?? 0
        for rule in file.scenario.rules {
            let count = tally.count(of: rule)
            let words = count == 0 ? style.bad("never") : Wording.count(count, "time")
            output.line("  \(TextLayout.padded(Wording.oneLine(rule.name), to: widest))  \(words)")
        }
        let others = tally.strangers(to: file.scenario)
        if others > 0 {
            output.line("  \(Wording.count(others, "more decision")) of rules that are not in this file")
        }
    }

    func summary(_ shelf: ScenarioShelf) {
        if isJSON { return summaryJSON(shelf) }
        let files = Wording.count(shelf.files, "file")
        if shelf.problems.isEmpty {
            output.line(shelf.files == 1 ? "\(files) is fine" : "\(files) are fine")
        } else {
            let problems = Wording.count(shelf.problems.count, "problem")
            output.line("\(problems) in \(shelf.brokenFiles) of \(files)")
        }
    }

    private func rulesJSON(of file: ShelvedScenario, _ tally: RuleTally) {
        for rule in file.scenario.rules {
            output.json { json in
                json.field("event", "rule")
                json.field("file", file.path)
                json.field("rule", rule.name)
                json.field("count", tally.count(of: rule))
            }
        }
    }

    private func summaryJSON(_ shelf: ScenarioShelf) {
        output.json { json in
            json.field("event", "summary")
            json.field("files", shelf.files)
            json.field("broken", shelf.brokenFiles)
            json.field("problems", shelf.problems.count)
        }
    }
}
