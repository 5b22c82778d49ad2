internal import Closecall
internal import Observer
internal import Trace

/// One session of a capture: its frames where they are wanted, and its story.
final class InspectPage: InspectReport {
    private let plan: InspectPlan
    private let number: Int
    private let output: Output
    private let lines: LineBuffer
    private let words: InspectWords
    private let frames: InspectFrames
    private var story: InspectedStory
    private var start: PacketTime?
    private var isShown = false

    init(_ plan: InspectPlan, _ output: Output) {
        self.plan = plan
        self.output = output
        number = plan.number ?? 0
        lines = LineBuffer(output)
        words = .of(plan.language)
        frames = InspectFrames(plan, lines, output.standardOutput, namesSessions: false)
        story = InspectedStory(plan.style)
    }

    /// Behind the one session nothing is wanted any more.
    var isWanted: Bool { lines.isWanted && !isShown }

    func depth(of session: SessionBeginning) -> InspectionDepth {
        guard session.number == number else { return [] }
        start = session.start.time
        frames.begin(session)
        return plan.depth(of: session.number)
    }

    func frame(_ frame: InspectedFrame, of session: Int) {
        story.add(frame, age: frame.began.time - (start ?? frame.began.time))
        frames.show(frame, of: session)
    }

    func message(_ message: InspectedMessage, of session: Int) { frames.show(message, of: session) }

    func fired(_ firing: TraceFiring, at packet: PacketPlace, of session: Int) {
        frames.show(firing, at: packet, of: session)
    }

    func ended(_ session: InspectedSession) {
        guard session.number == number, !isShown else { return }
        isShown = true
        // What waits for its twin has none.
        frames.end(session.number)
        if plan.showsFrames { lines.add("") }
        lines.flush()
        let told = plan.shown(session.ending)
        let page = SessionPage(
            story.session(session), story: told.story(in: plan.language), language: plan.language,
            stream: output.standardOutput, isRelayed: session.streams.count > 1)
        output.text(page.text)
        output.line("")
        for line in facts(session) { output.line(line) }
    }

    private func facts(_ session: InspectedSession) -> [String] {
        var facts = [
            words.connections(
                session.streams.map(\.number), session.first.number, session.last.number)
        ]
        if let extensions = session.extensions { facts.append(Wording.oneLine(extensions)) }
        for (leg, tally) in [(Leg.client, session.pingsToServer), (.server, session.pingsToClient)]
        where tally.pings > 0 {
            facts.append(words.pings(leg, tally))
        }
        if let recorded = session.recorded { facts.append(words.recorded(recorded)) }
        return facts + words.remarks(session).filter { !facts.contains($0) }
    }

    func flush() { lines.flush() }

    func end(_ result: ReadTrace) -> ExitStatus {
        lines.flush()
        if isShown { return .yes }
        let count = result.totals.sessions
        output.error(
            count == 0
                ? "closecall inspect: \(words.noneFound)"
                : "closecall inspect: there is no session \(number), the capture has 1 to \(count)")
        return .no
    }
}
