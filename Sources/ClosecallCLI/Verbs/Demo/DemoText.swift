internal import Closecall
internal import WebSocketWire

/// Tells a person of the demo, slowly.
struct DemoText: DemoReport {
    let output: Output
    let lanes: PictureLanes
    let pace: DemoPace

    private var style: Style { lanes.style }

    func begin() {
        let words =
            "A client, closecall and a server talk on 127.0.0.1. Each drawing is what really happened."
        for line in TextLayout.wrapped(words, width: lanes.width) { output.line(line) }
        output.line("")
    }

    func announce(_ ending: DemoEnding, _ number: Int, of count: Int) async {
        let title = (try? ending.scenario())?.name ?? ending.name
        let place = count > 1 ? "\(number) of \(count)  " : ""
        output.line(style.dim(place) + style.bold(title))
        for line in TextLayout.wrapped(ending.summary, width: lanes.width) { output.line(line) }
        await pace.title()
    }

    func show(_ play: DemoPlay) async -> Bool {
        output.line("\n" + lanes.head)
        var age = Duration.zero
        for line in play.picture.lines {
            await pace.line(after: line.age - age)
            if Task.isCancelled { return false }
            age = line.age
            output.line(lanes.line(line))
        }
        output.line("")
        let verdicts = DemoVerdicts(play)
        await say("client", verdicts.client) { paint($0, play.client) }
        await say("server", verdicts.server) { paint($0, play.server) }
        await say("why", lanes.plain(play.why)) { $0 }
        await say("so", play.ending.lesson) { style.bold($0) }
        let goesOn = output.line("")
        await pace.ending()
        return goesOn
    }

    func farewell(_ farewell: DemoFarewell) {
        let record = farewell.record
        let (done, planned) = farewell.plays
        if done < planned { output.line("\nEnded early: \(done) of \(planned) played.\n") }
        output.line(style.bold("What happened stands in these files"))
        file("trace", record.trace)
        file("journal", record.journal)
        file("report", record.page)
        file("scenarios", "\(record.folder)/*.yaml")
        if let picture = farewell.picture { file("picture", picture) }
        guard !farewell.commands.isEmpty else { return }
        output.line("\n" + style.bold("Try next"))
        for command in farewell.commands {
            output.line("  \(style.term(command.command))")
            output.line(style.dim("      \(command.purpose)"))
        }
    }

    private func file(_ name: String, _ path: String) {
        output.line("  \(TextLayout.padded(name, to: 11))\(style.term(path))")
    }

    private func say(_ who: String, _ text: String, paint: (String) -> String) async {
        await pace.verdict()
        let mark = TextLayout.padded("  \(who)", to: 10)
        let lines = TextLayout.hanging(
            mark, text, width: lanes.width, paint: { style.dim($0) }, paintText: paint)
        for line in lines { output.line(line) }
    }

    private func paint(_ text: String, _ side: SideOutcome?) -> String {
        guard let event = side?.event else { return style.doubtful(text) }
        return event.wasClean ? style.good(text) : style.bad(text)
    }
}
