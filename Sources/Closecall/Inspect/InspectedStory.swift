internal import Observer
internal import Trace
internal import WebSocketWire

/// Tells of a trace's session as a journal does, so that whoever explains the one explains the other.
public struct InspectedStory: Sendable {
    private var frames = JournalFrames()
    private let style: JournalScribe.Style

    /// A story that has not begun.
    public init(_ style: JournalScribe.Style) { self.style = style }

    /// A frame, so long after the session's beginning.
    public mutating func add(_ frame: InspectedFrame, age: Duration) {
        let glimpse = frame.glimpse(at: Moment(frame.began.time))
        let stage: JournalFrames.Stage =
            switch frame.sight {
            case .sent: .received
            case .got: .sent
            case .both: .passed
            }
        frames.add(
            JournalFrames.Frame(
                direction: frame.direction, stage: stage, age: age.seconds, number: frame.number,
                offset: frame.offset, opcode: frame.header.opcode.identifier,
                isFinal: frame.header.isFinal, reservedBits: Int(frame.header.reservedBits),
                isMasked: frame.header.isMasked, length: frame.header.payloadLength,
                came: frame.came < frame.header.payloadLength ? frame.came : nil,
                firstBytes: style.isRedacted ? nil : glimpse.firstBytes.hex))
    }

    /// All of it, as a journal has it.
    public func session(_ ended: InspectedSession) -> JournalSession {
        var session = JournalSession(run: 1, number: ended.number)
        session.openedAt = Int64(clamping: ended.first.time.nanoseconds / 1000)
        session.evidence.frames = frames
        for firing in ended.firings {
            session.evidence.faults.append(
                JournalEvidence.Fault(
                    rule: firing.firing.rule, at: "\(firing.firing.occasion)",
                    faults: firing.firing.faults, direction: firing.firing.direction,
                    age: (firing.packet.time - ended.first.time).seconds))
        }
        var json = JSONWriter()
        json.object { $0.sessionEnd(ended.report, style) }
        let bytes = json.bytes
        if let line = try? JSONValue(bytes.span) { session.end(line) }
        guard ended.isOpen else { return session }
        (session.cause, session.by, session.rule) = (nil, nil, nil)
        return session
    }
}
