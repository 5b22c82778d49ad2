public import Observer
public import Trace

internal import Reactor
internal import WebSocketWire

extension JSONWriter {
    /// What a journal says of a session's end, by the same names, and behind it what only a trace can tell.
    public mutating func inspected(_ session: InspectedSession, _ style: JournalScribe.Style) {
        field("start", session.first.time.text)
        sessionEnd(session.report, style)
        field("abnormal", session.ended.isAbnormal)
        field("open", session.isOpen)
        field("extensions", session.extensions)
        array("streams") { json in for stream in session.streams { json.element(stream.number) } }
        packets(session.first, session.last)
        object("pings") { json in
            json.object("toServer") { $0.pings(session.pingsToServer) }
            json.object("toClient") { $0.pings(session.pingsToClient) }
        }
        array("faults") { json in for firing in session.firings { json.object { $0.firing(firing) } } }
        recorded(session.recorded)
        array("missing") { json in for gap in session.gaps { json.object { $0.gap(gap) } } }
    }

    /// What there is to tell of a connection that could not be read.
    public mutating func unread(_ session: UnreadSession) {
        field("start", session.first.time.text)
        switch session.reason {
        case .encrypted(let serverName):
            field("why", "encrypted")
            field("serverName", serverName)
        case .beginsBefore: field("why", "begins-before")
        }
        field("clientAddress", "\(session.client)")
        field("serverAddress", "\(session.server)")
        array("streams") { $0.element(session.stream.number) }
        packets(session.first, session.last)
        bothWays("bytes", toServer: session.bytesToServer, toClient: session.bytesToClient)
        field("journalSession", session.journalled?.session)
        field("leg", session.journalled.map { "\($0.leg)" })
        recorded(session.recorded)
    }

    /// A frame, by the names of a journal's `frame` lines; `age` is since the session's beginning.
    public mutating func inspected(
        _ frame: InspectedFrame, of session: Int, age: Duration, _ style: JournalScribe.Style
    ) {
        field("session", session)
        field("age", age.seconds)
        field("packet", frame.ended.number)
        self.frame(
            frame.glimpse(at: Moment(frame.began.time)), frame.direction, FrameSide(trace: frame.sight), style
        )
        guard let close = frame.close else { return }
        field("code", close.code)
        if !style.isRedacted { field("reason", close.reason) }
    }

    private mutating func packets(_ first: PacketPlace, _ last: PacketPlace) {
        object("packets") { json in
            json.field("first", first.number)
            json.field("last", last.number)
        }
    }

    private mutating func pings(_ tally: PingTally) {
        field("sent", tally.pings)
        field("answered", tally.answered)
        field("unaskedPongs", tally.unasked)
        optional("roundTrip", tally.roundTrip) { json, times in
            json.field("min", times.least.seconds)
            json.field("median", times.median.seconds)
            json.field("max", times.most.seconds)
        }
    }

    private mutating func firing(_ firing: InspectedSession.TimedFiring) {
        field("rule", firing.firing.rule)
        field("faults", firing.firing.faults)
        field("direction", "\(firing.firing.direction)")
        field("at", "\(firing.firing.occasion)")
        field("packet", firing.packet.number)
    }

    private mutating func recorded(_ recorded: RecordedEnding?) {
        optional("recorded", recorded) { json, recorded in
            json.field("session", recorded.session)
            json.field("ending", recorded.line)
        }
    }

    private mutating func gap(_ gap: InspectedSession.Gap) {
        switch gap {
        case .beginning: field("what", "beginning")
        case .handshake(let direction):
            field("what", "handshake")
            field("direction", "\(direction)")
        case .bytes(let direction, let count, let losesFrames):
            field("what", "bytes")
            field("direction", "\(direction)")
            field("count", count)
            field("losesFrames", losesFrames)
        }
    }
}

extension InspectedFrame {
    /// What a Close says.
    public var close: CloseFrame? {
        guard header.opcode == .close else { return nil }
        return CloseFrame(
            payload: payload, header: header, frame: number, offset: offset,
            mark: Mark(at: Moment(ended.time), step: 0, order: 0))
    }
}

extension PacketTime {
    /// RFC 3339 to the microsecond.
    public var text: String {
        var clock = WallClock(microseconds: 0, at: MonotonicTime(microseconds: 0))
        return clock.text(at: MonotonicTime(microseconds: nanoseconds / 1000))
    }
}

extension FrameSide {
    /// Where a trace shows a frame, as journals call it.
    init(trace sight: SessionObserver.Sight) {
        switch sight {
        case .sent: self = .received
        case .got: self = .sent
        case .both: self = .passed
        }
    }
}

extension JSONWriter {
    /// A message; its text, where it is one and may be shown.
    public mutating func inspected(
        _ message: InspectedMessage, of session: Int, age: Duration, _ style: JournalScribe.Style
    ) {
        field("session", session)
        field("age", age.seconds)
        field("packet", message.ended.number)
        field("direction", "\(message.direction)")
        field("side", FrameSide(trace: message.sight).rawValue)
        field("opcode", message.opcode.identifier)
        field("frames", message.frames)
        field("wireLength", message.wireLength)
        field("compressed", message.isCompressed)
        field("length", message.payload.count)
        field("trouble", message.trouble?.identifier)
        guard !style.isRedacted else { return }
        if message.opcode == .text {
            field("text", String(decoding: message.payload, as: UTF8.self))
        } else {
            field("bytes", message.payload.hex)
        }
    }
}

extension InspectedMessage.Trouble {
    /// One word.
    public var identifier: String {
        switch self {
        case .cut: "cut"
        case .missing: "missing"
        case .deflate: "deflate"
        case .context: "context"
        }
    }
}
