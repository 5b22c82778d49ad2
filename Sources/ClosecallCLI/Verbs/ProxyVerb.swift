internal import Closecall
internal import Observer
internal import Reactor
internal import Scenarios

extension Verb {
    static let proxy = Verb(
        name: "proxy",
        summary: "stands between clients and a server; tells how sessions end",
        positionals: [Positional("UPSTREAM", "the same as --upstream", count: .optional)],
        options: ProxyPlan.options,
        examples: [
            Example("closecall proxy ws://127.0.0.1:8080", "from port 9000 to a server"),
            Example(
                "closecall proxy --listen 0 --upstream ws://127.0.0.1:8080 --json",
                "on any free port, for a script"),
            Example(
                "closecall proxy wss://example.com --rewrite-host",
                "clients speak plain; the server gets TLS and its own name"),
            Example("closecall proxy --tls-self-signed ws://127.0.0.1:8080", "the other way round"),
            Example("closecall proxy tcp://127.0.0.1:5432", "any bytes"),
            Example(
                "closecall proxy --scenario one-byte-close.yaml ws://127.0.0.1:8080",
                "break every session as a scenario says"),
            Example(
                "closecall proxy --journal run.jsonl --frames ws://127.0.0.1:8080",
                "write down each frame, each fault, each ending"),
            Example(
                "closecall proxy --control 127.0.0.1:8474 ws://127.0.0.1:8080",
                "break it while it runs, with any client of Toxiproxy"),
            Example(
                "closecall proxy --trace run.pcapng ws://127.0.0.1:8080",
                "record every byte of both legs, to be opened in Wireshark"),
        ],
        notes: """
            The first line says where it listens, then there is one line for each session that ended: who, what, \
            what the client's API reports of the end and what the server's does (1006/1000), how long, how much \
            to the server (>) and to the client (<), the cause, and in a sentence whose doing it was. \
            What comes out is what came in, to the byte, unless an option changes it. SIGUSR1 shows the open \
            sessions. SIGINT or SIGTERM: it stops listening, gives sessions the time of --drain to end by \
            themselves, ends the others, prints a summary and exits with 0; a second signal ends it at once. With \
            --json, lines are objects whose event is listening, control, session.end, state or summary; times are \
            seconds.
            """,
        endsGently: true,
        run: proxy)

    @Sendable
    private static func proxy(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let plan = try ProxyPlan(invocation.arguments, invocation.environment)
        let upstream = try await plan.upstreamAddresses()
        let report = ProxyReport(output: invocation.output, plan: plan)
        let feed = try ReportFeed.started(print: report.print)
        let journal = try plan.journal.open(
            playing: plan.options.scenario, story: { $0.story(in: plan.language) }, note: report.note)
        var options = plan.options
        if let journal { options.journal = { journal.add($0) } }
        let trace = try plan.trace.open(
            from: plan.place, to: plan.options.upstream, upstream, note: report.note)
        (options.trace, options.traceLanguage) = (trace, plan.language)
        let planned = plan.control.plan()
        // Without a control API nobody asks for them.
        if planned == nil { options.keptReports = 0 }
        let relaying = planned?.watched(options) ?? options
        let start = ContinuousClock.now
        let endings = Locked(EndingSummary())
        let ended: @Sendable (SessionReport) -> Void = { session in
            endings.withLock { $0.add(EndedSession(session, session.ending)) }
            if !plan.isQuiet { feed.add(.ended(session)) }
        }
        let proxy = try await plan.place.listen { address throws(SystemError) in
            try ChaosProxy(at: address, options: relaying, ended: ended)
        }
        if let loop = plan.loop(from: proxy.address, to: upstream) {
            _ = await proxy.stop()
            throw CommandFailure(loop)
        }
        let control = try await serve(planned, of: proxy, plan, relaying, ended)
        invocation.interrupts.atQuestion {
            Task {
                let state = ProxyState(
                    age: ContinuousClock.now - start, totals: await proxy.totals(),
                    sessions: await proxy.sessions(), endings: endings.withLock { $0 })
                report.state(state, feed)
            }
        }
        if plan.breaking.path != nil {
            invocation.interrupts.atHangUp { reload(proxy, plan, report) }
        }
        plan.notes.forEach(report.note)
        report.listening(at: proxy)
        if let control { report.controlled(at: control.url) }
        await invocation.interrupts.first()
        await control?.stop()
        report.draining(await proxy.totals().open)
        let totals = await proxy.stop(drain: plan.drain)
        await control?.stopProxies()
        let unreported = await feed.finish()
        report.summary(
            totals, await proxy.ruleCounts(), endings.withLock { $0 }, after: ContinuousClock.now - start,
            unreported: unreported)
        // Both are to be whole, whatever becomes of the other.
        let tally = await trace?.finish()
        if let journal { try await report.finish(journal) }
        if let tally { try report.finish(tally, plan.trace.plan?.path ?? "") }
        return .yes
    }

    private static func serve(
        _ control: PlannedControl?, of proxy: ChaosProxy, _ plan: ProxyPlan, _ options: ProxyOptions,
        _ ended: @escaping @Sendable (SessionReport) -> Void
    ) async throws(CommandFailure) -> RunningControl? {
        do throws(CommandFailure) {
            return try await control?.serve(proxy, options, in: plan.language, ended: ended)
        } catch {
            _ = await proxy.stop()
            throw error
        }
    }

    /// New sessions play the file as it is now; a broken one is told, and the old one stays.
    private static func reload(_ proxy: ChaosProxy, _ plan: ProxyPlan, _ report: ProxyReport) {
        do throws(CommandFailure) {
            guard let setup = try plan.breaking.readAgain() else { return }
            proxy.play(setup)
            report.note("new sessions play \(setup.scenario.name), read again")
        } catch {
            report.note("\(error)")
            report.note("the scenario stays as it was")
        }
    }
}
