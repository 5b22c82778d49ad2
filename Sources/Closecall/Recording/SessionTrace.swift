internal import Observer
internal import Reactor
internal import Trace

/// The part of a trace that one session is: two connections, and what is to be said at their packets.
final class SessionTrace {
    private let session: Int
    private let desk: TraceDesk
    private var client: LegTap?
    private var server: LegTap?

    init(session: Int, on desk: TraceDesk) {
        self.session = session
        self.desk = desk
    }

    /// Everything that crosses this leg's connection is recorded from here on.
    func record(_ connection: Connection, as leg: Leg) {
        let peer = TCPEnd(connection.peerAddress, standIn: session)
        let own = TCPEnd(try? connection.localAddress(), standIn: 0)
        // On the client's leg we were connected to, on the server's we did connect.
        let (interface, ownSide): (Int, StreamSide) = leg == .client ? (0, .responder) : (1, .initiator)
        let (initiator, responder) = leg == .client ? (peer, own) : (own, peer)
        let made = desk.synthesizer(
            from: initiator, to: responder, interface: interface, seed: session &* 2 &+ interface)
        let tap = LegTap(made, own: ownSide, on: desk)
        switch leg {
        case .client: client = tap
        case .server: server = tap
        }
        client?.other = server
        server?.other = client
        connection.tap = tap
        tap.begin("\(TraceNote.leg(session: session, leg))")
    }

    /// A rule fired: the packet that it makes says so.
    func fired(_ firing: RuleFiring) {
        tap(firing.direction.target)?.note("\(TraceNote.fired(TraceFiring(firing)))")
    }

    /// What came from `leg` was dealt with. What a rule has swallowed is noted where we acknowledge it to its sender.
    func settle(_ leg: Leg) {
        guard let source = tap(leg), let target = tap(leg.other), target.hasNotes else { return }
        source.takeNotes(of: target)
    }

    /// It is over, and this is to be said of it.
    func conclude(_ line: String) {
        server?.conclude([])
        client?.conclude(["\(TraceNote.ended(session: session, line))"])
    }

    private func tap(_ leg: Leg) -> LegTap? { leg == .client ? client : server }
}
