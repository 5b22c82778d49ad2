internal import Closecall
internal import Reactor

extension Verb {
    static let demo = Verb(
        name: "demo",
        summary: "sessions that end well, badly and never, each drawn as it went",
        positionals: [],
        options: DemoPlan.options,
        examples: [
            Example("closecall demo", "seven endings in half a minute"),
            Example("closecall demo --only stuck-in-open", "one of them"),
            Example("closecall demo --fast --json", "for a script"),
            Example("closecall demo --only slow-answer --picture slow.svg", "a drawing to show around"),
        ],
        notes: """
            A client, the proxy with a scenario and a server play in this command, on free ports of 127.0.0.1, and are \
            gone when it ends. What is drawn is what happened, at the times on the left, only shown more slowly. \
            The trace, the journal, the report and the scenarios are written to a new folder, or to that of --output; \
            a file that is there already is never touched. SIGINT ends it early, and what was played until then is \
            written. With --json, lines are objects whose event is play, step, end, files or try.
            """,
        endsGently: true,
        run: demo)

    @Sendable
    private static func demo(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let plan = try DemoPlan(invocation.arguments, invocation.environment)
        let show = Task { await result(of: plan, invocation) }
        invocation.interrupts.atFirst { show.cancel() }
        try await show.value.get()
        return .yes
    }

    private static func result(
        of plan: DemoPlan, _ invocation: Invocation
    ) async -> Result<Void, CommandFailure> {
        do throws(DemoFailure) {
            return .success(try await play(plan, plan.report(on: invocation)))
        } catch {
            return .failure(CommandFailure("\(error)"))
        }
    }

    private static func play(_ plan: DemoPlan, _ report: any DemoReport) async throws(DemoFailure) {
        let record = try DemoRecord(
            in: plan.folder, version: ClosecallCommand.version, command: plan.command,
            endings: plan.endings)
        let demo: Demo
        do throws(SystemError) { demo = try Demo(record: record) } catch {
            throw DemoFailure("no session can be played here: \(error)")
        }
        let plays: [DemoPlay]
        do throws(DemoFailure) { plays = try await play(plan.endings, in: demo, report) } catch {
            try? await demo.stop()
            throw error
        }
        try await demo.stop()
        if let path = plan.picture, let play = plays.last { try write(PictureSVG(play).text, to: path) }
        report.farewell(
            DemoFarewell(record, plays, of: plan.endings.count, picture: plays.isEmpty ? nil : plan.picture))
    }

    private static func play(
        _ endings: [DemoEnding], in demo: Demo, _ report: any DemoReport
    ) async throws(DemoFailure) -> [DemoPlay] {
        var plays: [DemoPlay] = []
        report.begin()
        for (index, ending) in endings.enumerated() where !Task.isCancelled {
            await report.announce(ending, index + 1, of: endings.count)
            if Task.isCancelled { break }
            guard let play = try await demo.play(ending) else { break }
            plays.append(play)
            guard await report.show(play) else { break }
        }
        return plays
    }

    private static func write(_ text: String, to path: String) throws(DemoFailure) {
        do throws(SystemError) { try SmallFile.write(Array(text.utf8), to: path) } catch {
            throw DemoFailure("cannot write \"\(path)\": \(error.words), choose another --picture")
        }
    }
}
