internal import Closecall
internal import Observer
internal import Trace
internal import WebSocketWire

/// A line for each session, frame and connection, and one with the figures.
final class InspectJSON: InspectReport {
    private let plan: InspectPlan
    private let lines: LineBuffer
    private var json = JSONWriter()
    private var starts: [Int: PacketTime] = [:]
    private var shown = 0

    init(_ plan: InspectPlan, _ output: Output) {
        self.plan = plan
        lines = LineBuffer(output)
    }

    var isWanted: Bool { lines.isWanted }

    func depth(of session: SessionBeginning) -> InspectionDepth {
        let depth = plan.depth(of: session.number)
        if !depth.isEmpty { starts[session.number] = session.start.time }
        return depth
    }

    func frame(_ frame: InspectedFrame, of session: Int) {
        let age = age(frame.began, session)
        line("frame") { [plan] json in json.inspected(frame, of: session, age: age, plan.style) }
    }

    func message(_ message: InspectedMessage, of session: Int) {
        let age = age(message.began, session)
        line("message") { [plan] json in
            json.inspected(message, of: session, age: age, plan.style)
        }
    }

    func fired(_ firing: TraceFiring, at packet: PacketPlace, of session: Int) {
        let age = age(packet, session)
        line("fault") { json in
            json.field("session", session)
            json.field("age", age.seconds)
            json.field("packet", packet.number)
            json.field("direction", "\(firing.direction)")
            json.field("at", "\(firing.occasion)")
            json.field("rule", firing.rule)
            json.field("faults", firing.faults)
        }
    }

    func ended(_ session: InspectedSession) {
        starts[session.number] = nil
        guard plan.selection.selects(session.ended) else { return }
        shown += 1
        line("session") { [plan] json in json.inspected(session, plan.style) }
    }

    func unread(_ session: UnreadSession) {
        guard plan.selection.isEverything else { return }
        line("unread") { json in json.unread(session) }
    }

    func flush() { lines.flush() }

    func end(_ result: ReadTrace) -> ExitStatus {
        let (tally, totals) = (result.tally, result.totals)
        line("summary") { [shown] json in
            json.field("sessions", totals.sessions)
            json.field("shown", shown)
            json.field("webSockets", totals.webSockets)
            json.field("encrypted", totals.encrypted)
            json.field("beginBefore", totals.beginBefore)
            json.field("connections", tally.streams)
            json.field("packets", tally.packets)
            json.field("fragments", tally.fragments)
            json.field("damaged", tally.damaged)
            json.field("cut", tally.cut)
            json.field("retransmitted", tally.retransmitted)
            json.field("missingBytes", tally.missing)
            json.field("dropped", result.dropped)
        }
        flush()
        return shown > 0 ? .yes : .no
    }

    private func age(_ packet: PacketPlace, _ session: Int) -> Duration {
        packet.time - (starts[session] ?? packet.time)
    }

    private func line(_ event: String, _ members: (inout JSONWriter) -> Void) {
        json.removeAll()
        json.object { json in
            json.field("event", event)
            members(&json)
        }
        lines.add(json.text)
    }
}
