internal import Closecall
internal import Reactor

/// What `proxy` prints, for people or for programs.
struct ProxyReport: Sendable {
    enum Event: Sendable {
        case ended(SessionReport)
        case state(ProxyState)
    }

    let output: Output
    let plan: ProxyPlan

    func note(_ note: String) { output.error("closecall proxy: \(note)") }

    func listening(at proxy: ChaosProxy) {
        if plan.isJSON {
            output.text(ProxyJSON.listening(proxy.url))
        } else {
            output.line("listening on \(proxy.url)")
        }
        if !proxy.address.isLoopback { note("other machines can reach \(proxy.address) too") }
    }

    func controlled(at url: String) {
        guard plan.isJSON else {
            output.line("control API on \(url)")
            return
        }
        output.json { json in
            json.field("event", "control")
            json.field("url", url)
        }
    }

    /// Some reports in one write: a busy proxy ends thousands of sessions a second.
    func print(_ events: [Event]) {
        output.text(events.map { text(of: $0) }.joined())
    }

    private func text(of event: Event) -> String {
        switch event {
        case .ended(let session) where plan.isJSON: ProxyJSON.ended(session, plan.language)
        case .ended(let session):
            SessionLine(session: session, stream: output.standardOutput).ended(in: plan.language) + "\n"
        case .state(let state): ProxyJSON.state(state)
        }
    }

    /// For programs it takes its turn among the other lines; people get it beside them, and at once.
    func state(_ state: ProxyState, _ feed: ReportFeed<Event>) {
        if plan.isJSON {
            feed.add(.state(state))
        } else {
            output.errorText(state.page(for: output.standardError, in: plan.language))
        }
    }

    func draining(_ open: Int) {
        guard open > 0, plan.drain > .zero else { return }
        let time = Wording.duration(plan.drain)
        note(
            open == 1
                ? "1 session is open and has \(time) to end by itself; a second signal ends it at once"
                : "\(open) sessions are open and have \(time) to end by themselves; a second signal ends them at "
                    + "once")
    }

    func summary(
        _ totals: ProxyTotals, _ rules: [RuleCount], _ endings: EndingSummary, after age: Duration,
        unreported: Int
    ) {
        if plan.isJSON {
            output.text(ProxyJSON.summary(totals, rules, endings, after: age, unreported: unreported))
            return
        }
        let ends = EndingLines(summary: endings, language: plan.language, style: output.standardOutput.style)
        var head =
            "\(Wording.count(totals.sessions, "session")) in \(Wording.duration(age)), "
            + Wording.count(totals.webSockets, "WebSocket")
        if totals.unreachable > 0 { head += ", \(totals.unreachable) without a server" }
        var lines = [head] + ends.lines + totals.lines + rules.map { line(of: $0, ends) }
        if unreported > 0 { lines.append("  \(unreported) not shown above: nobody read in time") }
        output.text(lines.joined(separator: "\n") + "\n")
    }

    /// Waits for the journal, and says what it lacks.
    func finish(_ journal: Journal) async throws(CommandFailure) {
        let (missed, failure) = await journal.finish()
        guard missed > 0 else { return }
        let lines = "\(Wording.count(missed, "line")) missing"
        guard let failure else { return note("the journal has \(lines): the file did not take them in time") }
        throw CommandFailure("the journal has \(lines): \(failure)")
    }

    /// Says what a trace has and what it lacks.
    func finish(_ trace: RecordingTally, _ path: String) throws(CommandFailure) {
        let packets = Wording.count(Int(clamping: trace.written), "packet")
        let size = Wording.size(trace.bytes)
        guard trace.dropped > 0 else { return note("the trace \(path) has \(packets), \(size)") }
        let missing = "\(Wording.count(Int(clamping: trace.dropped), "packet")) missing"
        let text = "the trace \(path) has \(packets), \(size), with \(missing)"
        if let failure = trace.failure { throw CommandFailure("\(text): \(failure)") }
        note(
            "\(text): the disk was too slow; \(VerbOption.traceLossless.typed) lets sessions wait for it")
    }

    /// How often a rule fired, and what came of it; those that never did are what somebody looks for.
    private func line(of rule: RuleCount, _ ends: EndingLines) -> String {
        rule.count == 0
            ? "  rule \"\(rule.rule)\" never fired"
            : "  rule \"\(rule.rule)\" fired \(Wording.count(rule.count, "time"))\(ends.consequences(of: rule.rule))"
    }
}
