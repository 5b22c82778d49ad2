public import Trace

internal import Observer

/// Reads WebSocket sessions out of TCP connections: those of a proxy's own trace, each with its two sides, and those
/// that anybody captured between a client and a server.
///
/// ```
///  TraceReader > TCPReassembler > TraceInspector > InspectionListener
///                                   | HTTPConversation, FrameFollower, SessionObserver: as in the relay
/// ```
///
/// What is sent after a gap is guessed by nobody: the session says what it lacks.
public final class TraceInspector: StreamListener {
    private let context: InspectionContext
    /// By their numbers; nil for those that are over.
    private var connections: [InspectedConnection?] = []
    /// Sessions of a proxy's journal, by their numbers there, as long as something of them is open.
    private var proxied: [Int: ProxiedSession] = [:]

    /// An inspector at a trace's beginning.
    ///
    /// - Parameter listener: who hears of the sessions; it is not kept alive.
    public init(_ options: InspectionOptions = InspectionOptions(), listener: any InspectionListener) {
        context = InspectionContext(options, listener)
    }

    /// What it came to so far.
    public var totals: InspectionTotals { context.totals }
    /// How many bytes of payloads are kept of what is under way.
    var keptBytes: Int { context.options.payloadBudget - context.budget.left }

    // MARK: StreamListener

    /// A connection begins.
    public func began(_ stream: StreamBeginning, _ head: PacketHead) {
        context.totals.connections += 1
        let connection = InspectedConnection(stream, PacketPlace(head), context)
        while connections.count <= stream.id.number { connections.append(nil) }
        connections[stream.id.number] = connection
        for case .leg(let session, let leg) in head.comments.compactMap({ TraceNote($0) }) {
            join(connection, session, leg)
        }
    }

    /// Bytes of a connection.
    public func received(
        _ bytes: Span<UInt8>, from side: StreamSide, of stream: StreamID, _ head: PacketHead
    ) {
        guard stream.number < connections.count, let connection = connections[stream.number] else { return }
        if !head.comments.isEmpty { hear(head.comments, connection, head) }
        connection.received(bytes, from: side, at: PacketPlace(head))
    }

    /// Bytes of a connection that the trace lacks.
    public func missed(_ count: Int, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        guard let connection = connection(stream) else { return }
        connection.missed(count, from: side, at: PacketPlace(head))
    }

    /// One side of a connection is over.
    public func ended(_ side: StreamSide, _ how: StreamEnd, of stream: StreamID, _ head: PacketHead) {
        guard let connection = connection(stream) else { return }
        if !head.comments.isEmpty { hear(head.comments, connection, head) }
        connection.ended(side, how, at: PacketPlace(head))
    }

    /// Somebody noted something at a packet.
    public func noted(
        _ comments: [String], from side: StreamSide, of stream: StreamID, _ head: PacketHead
    ) {
        guard let connection = connection(stream) else { return }
        hear(comments, connection, head)
    }

    /// A connection is over.
    public func over(_ stream: StreamID, _ why: StreamOver, at time: PacketTime) {
        guard let connection = connection(stream), !connection.isOver else { return }
        connection.over()
        if let leg = connection.journalled { leave(leg) }
        // Until its other leg is over too, somebody may note how the session ended.
        for done in [connection, connection.partner].compactMap(\.self) where done.isDone {
            connections[done.number] = nil
        }
    }

    private func connection(_ stream: StreamID) -> InspectedConnection? {
        stream.number < connections.count ? connections[stream.number] : nil
    }

    // MARK: What traces of ours note

    private func join(_ connection: InspectedConnection, _ session: Int, _ leg: Leg) {
        var both = proxied[session] ?? ProxiedSession()
        // Two runs may have sessions of one number.
        if both.legs[leg] != nil { both = ProxiedSession() }
        both.legs[leg] = connection
        both.open += 1
        proxied[session] = both
        connection.journalled = JournalledLeg(session: session, leg: leg)
        if let other = both.legs[leg.other] {
            (connection.partner, other.partner) = (other, connection)
        }
    }

    private func leave(_ leg: JournalledLeg) {
        guard var both = proxied[leg.session] else { return }
        both.open -= 1
        proxied[leg.session] = both.open > 0 ? both : nil
    }

    /// A packet's comments are heard once, before what it brings.
    private func hear(_ comments: [String], _ connection: InspectedConnection, _ head: PacketHead) {
        guard connection.lastHeard != head.number else { return }
        connection.lastHeard = head.number
        for note in comments.compactMap({ TraceNote($0) }) {
            switch note {
            case .leg: break
            case .fired(let firing): connection.fired(firing, at: PacketPlace(head))
            case .ended(let session, let line):
                connection.recorded(RecordedEnding(session: session, line: line), at: PacketPlace(head))
            }
        }
    }
}

/// The two legs of a proxy's session, as far as they are there.
private struct ProxiedSession {
    var legs: [Leg: InspectedConnection] = [:]
    var open = 0
}
