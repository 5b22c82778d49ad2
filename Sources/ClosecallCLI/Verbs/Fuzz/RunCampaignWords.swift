internal import Closecall

/// How far a campaign is, in words.
enum CampaignWords {
    /// `1,204,331 inputs, 45,120/s, 1,203 edges, corpus 412, nothing new for 12 s, 1 m 5 s`
    static func live(_ state: CampaignProgress) -> String {
        var parts = ["\(grouped(state.executions)) inputs", "\(grouped(state.rate))/s"]
        parts += ["\(grouped(state.coverage)) edges", "corpus \(grouped(state.corpus))"]
        if state.broken > 0 { parts.append("\(state.broken) broken") }
        // A moment ago is what it is when things go well.
        if state.quiet >= .seconds(1) { parts.append("nothing new for \(whole(state.quiet))") }
        return (parts + [whole(state.elapsed)]).joined(separator: ", ")
    }

    static func summary(_ result: CampaignResult) -> String {
        let state = result.progress
        let seconds = max(0.001, state.elapsed.seconds)
        let rate = grouped(Int((Double(state.executions) / seconds).rounded()))
        let found =
            switch result.findings.count {
            case 0: "nothing broke"
            case 1: "1 promise broke"
            case let count: "\(count) promises broke"
            }
        return
            "\(found): \(grouped(state.executions)) inputs in \(Wording.duration(state.elapsed)) (\(rate)/s), "
            + "\(grouped(state.coverage)) edges reached"
            + (result.end == .interrupted ? ", stopped early" : "")
    }

    static func write(_ state: CampaignProgress, to json: inout JSONWriter) {
        json.field("elapsed", state.elapsed.seconds)
        json.field("executions", state.executions)
        json.field("rate", state.rate)
        json.field("coverage", state.coverage)
        json.field("corpus", state.corpus)
        json.field("memory", state.memory)
        json.field("quiet", state.quiet.seconds)
        json.field("jobs", state.jobs)
        json.field("broken", state.broken)
    }

    /// Whole seconds: tenths would only flicker.
    private static func whole(_ duration: Duration) -> String {
        duration < .seconds(1) ? "0 s" : Wording.duration(.seconds(Int(duration.seconds)))
    }

    /// `1,204,331`
    static func grouped(_ number: Int) -> String {
        var text = ""
        let digits = String(number)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }
}
