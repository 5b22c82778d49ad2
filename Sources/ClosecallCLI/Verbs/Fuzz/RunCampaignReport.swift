internal import Closecall
internal import Reactor

/// What `fuzz run` and `fuzz minimise` print, for people or for programs.
struct CampaignReport: Sendable {
    let output: Output
    let target: String
    let isJSON: Bool
    private let progress: FuzzProgress
    private let isBuilding = Locked(false)
    private let lastLine = Locked(Duration.zero)

    /// Where nobody watches a line, one is written so often.
    private static let rhythm = Duration.seconds(10)

    init(output: Output, target: String, isJSON: Bool) {
        self.output = output
        self.target = target
        self.isJSON = isJSON
        progress = FuzzProgress(output)
    }

    func take(_ event: CampaignEvent) {
        switch event {
        case .building(let line): progress.building(line, isBuilding)
        case .started(let jobs): started(jobs)
        case .progress(let state): tell(state)
        case .broke(let promise):
            progress.wipe()
            if !isJSON { output.error("broken: \(Wording.oneLine(promise.words))") }
        case .minimising(let bytes):
            progress.wipe()
            progress.show("making \(Wording.count(bytes, "byte")) smaller")
        case .finding(let finding): show(finding)
        }
    }

    func wipe() { progress.wipe() }

    private func started(_ jobs: Int) {
        progress.wipe()
        guard isJSON else {
            return _ = output.line("fuzzing \(target) with \(Wording.count(jobs, "job")), Ctrl-C ends it")
        }
        output.json { json in
            json.field("event", "started")
            json.field("target", target)
            json.field("jobs", jobs)
        }
    }

    private func tell(_ state: CampaignProgress) {
        if !isJSON { progress.show(CampaignWords.live(state)) }
        if output.standardError.isTerminal, !isJSON { return }
        let isDue = lastLine.withLock { last in
            guard state.elapsed - last >= Self.rhythm else { return false }
            last = state.elapsed
            return true
        }
        guard isDue else { return }
        guard isJSON else { return _ = output.line(CampaignWords.live(state)) }
        output.json { json in
            json.field("event", "progress")
            CampaignWords.write(state, to: &json)
        }
    }

    // MARK: Findings

    func show(_ finding: FuzzFinding) {
        progress.wipe()
        let page = FindingPage(promise: finding.promise, target: target, stream: output.standardOutput)
        if isJSON {
            output.json { json in
                page.write(to: &json, finding.input)
                json.field("foundLength", finding.foundLength)
                json.field("times", finding.times)
                json.field("path", finding.path)
                json.field("isKnown", finding.isKnown)
                json.field("replay", finding.replay)
            }
        } else {
            var text = "\n" + page.promiseText + page.inputText(finding.input, note: Self.note(on: finding))
            text += finding.isKnown ? "was there before: \(finding.path)\n" : "written to \(finding.path)\n"
            output.text(text + "again: \(output.standardOutput.style.term(finding.replay))\n")
        }
    }

    private static func note(on finding: FuzzFinding) -> String {
        var notes: [String] = []
        if finding.foundLength > finding.input.count {
            notes.append("\(finding.foundLength) when it was found")
        }
        if finding.times > 1 { notes.append("\(finding.times) inputs broke it") }
        return notes.joined(separator: "; ")
    }

    /// An input that was asked about.
    func broken(_ promise: BrokenPromise, by path: String) throws(CommandFailure) {
        let input = try FuzzArguments.attempt { () throws(FuzzProblem) in try FuzzTree.input(path) }
        let page = FindingPage(promise: promise, target: target, stream: output.standardOutput)
        if isJSON {
            output.json { json in
                page.write(to: &json, input)
                json.field("path", path)
            }
        } else {
            output.text(page.promiseText + page.inputText(input, note: path))
        }
    }

    func kept(_ path: String) {
        guard isJSON else { return _ = output.line("\(path) breaks nothing in \(target)") }
        output.json { json in
            json.field("event", "kept")
            json.field("target", target)
            json.field("path", path)
        }
    }

    // MARK: The end

    func summary(_ result: CampaignResult) {
        guard isJSON else { return _ = output.line(CampaignWords.summary(result)) }
        output.json { json in
            json.field("event", "summary")
            json.field("end", result.end.rawValue)
            CampaignWords.write(result.progress, to: &json)
            json.field("findings", result.findings.count)
        }
    }
}
