internal import Observer
internal import Trace

/// One TCP connection of a trace: what it turns out to be, and the session that it belongs to.
final class InspectedConnection {
    private enum State {
        /// Nothing has come.
        case fresh
        /// Of a session.
        case session(SessionWatch, SessionRole)
        case encrypted(serverName: String?)
        /// Something that the trace begins in the middle of.
        case beginsBefore
        /// Something that is none of ours.
        case other
    }

    private let beginning: StreamBeginning
    private let context: InspectionContext
    private let first: PacketPlace
    private var last: PacketPlace
    private var state = State.fresh
    private var bytesFromInitiator: UInt64 = 0
    private var bytesFromResponder: UInt64 = 0
    /// Who ended its half last.
    private var endedSide: StreamSide?
    private var recorded: RecordedEnding?
    /// Firings that came before there was a session.
    private var firings: [(TraceFiring, PacketPlace)] = []
    /// Whether it has ended, or is told of no more.
    private(set) var isOver = false
    /// The packet whose comments were heard last.
    var lastHeard: UInt64 = 0
    /// Which leg of which session it is, in a proxy's trace.
    var journalled: JournalledLeg?
    /// The session's other leg.
    weak var partner: InspectedConnection?

    init(_ beginning: StreamBeginning, _ first: PacketPlace, _ context: InspectionContext) {
        self.beginning = beginning
        self.first = first
        self.context = context
        last = first
    }

    func received(_ bytes: Span<UInt8>, from side: StreamSide, at packet: PacketPlace) {
        if case .fresh = state { state = classified(bytes, from: side) }
        if case .session(let session, let role) = state {
            let leg = role.leg(of: side)
            return role.isSent(by: side)
                ? session.sent(bytes, by: leg, at: packet) : session.got(bytes, by: leg, at: packet)
        }
        count(bytes.count, from: side, at: packet)
    }

    func missed(_ count: Int, from side: StreamSide, at packet: PacketPlace) {
        if case .fresh = state { state = .beginsBefore }
        if case .session(let session, let role) = state {
            let leg = role.leg(of: side)
            return role.isSent(by: side)
                ? session.missed(count, by: leg, at: packet)
                : session.missedDelivery(count, to: leg, at: packet)
        }
        self.count(count, from: side, at: packet)
    }

    private func count(_ count: Int, from side: StreamSide, at packet: PacketPlace) {
        last = packet
        switch side {
        case .initiator: bytesFromInitiator &+= UInt64(count)
        case .responder: bytesFromResponder &+= UInt64(count)
        }
    }

    func ended(_ side: StreamSide, _ how: StreamEnd, at packet: PacketPlace) {
        let isOver = how == .reset || endedSide == side.other
        endedSide = side
        guard case .session(let session, let role) = state else { return }
        let leg = role.leg(of: side)
        defer { if isOver { for leg in role.legs { session.gone(leg) } } }
        if role.isSent(by: side), !(session.isAnsweredHere && leg == .server && !session.isProxied) {
            session.ended(leg, how, at: packet)
        } else {
            session.told(role.isSent(by: side) ? .client : leg, how, at: packet)
        }
    }

    func fired(_ firing: TraceFiring, at packet: PacketPlace) {
        if case .session(let session, _) = state { return session.fired(firing, at: packet) }
        if firings.count < Self.mostFirings { firings.append((firing, packet)) }
    }

    private static let mostFirings = 16

    func recorded(_ ending: RecordedEnding, at packet: PacketPlace) {
        recorded = ending
        if case .session(let session, _) = state { session.recorded = ending }
    }

    /// Its number.
    var number: Int { beginning.id.number }

    /// Whether nothing more is told of it and of its session.
    var isDone: Bool {
        guard isOver else { return false }
        if case .session(let session, _) = state { return session.open == 0 }
        return true
    }

    /// Nothing more comes of it.
    func over() {
        isOver = true
        switch state {
        case .session(let session, _): return finish(session)
        case .encrypted(let serverName): unread(.encrypted(serverName: serverName))
        case .beginsBefore: unread(.beginsBefore)
        case .fresh, .other: break
        }
        state = .other
    }

    /// A session ends with the last of its connections.
    private func finish(_ session: SessionWatch) {
        session.open -= 1
        guard session.open == 0, let number = session.number else { return }
        context.listener?.ended(session.finish(number))
    }

    private func unread(_ reason: UnreadSession.Reason) {
        if case .encrypted = reason { context.totals.encrypted += 1 } else { context.totals.beginBefore += 1 }
        context.listener?.unread(
            UnreadSession(
                reason: reason, client: beginning.initiator, server: beginning.responder,
                stream: beginning.id, first: first, last: last, bytesToServer: bytesFromInitiator,
                bytesToClient: bytesFromResponder, journalled: journalled, recorded: recorded))
    }
}

// MARK: - What it is

extension InspectedConnection {
    private func classified(_ bytes: Span<UInt8>, from side: StreamSide) -> State {
        if TLSHello.begins(bytes) {
            return .encrypted(serverName: side == .initiator ? TLSHello.serverName(bytes) : nil)
        }
        if let partner, let journalled, case .fresh = partner.state {
            return proxiedSession(partner, journalled)
        }
        return beginsLikeHTTP(bytes) ? session(askedBy: side) : unknown
    }

    /// A request begins with a method, in capitals.
    private func beginsLikeHTTP(_ bytes: Span<UInt8>) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[0])
    }

    private var unknown: State { beginning.isComplete ? .other : .beginsBefore }

    private func session(askedBy side: StreamSide) -> State {
        // Who answers before anybody asks speaks another protocol; but who connected may be a guess.
        if side == .responder, beginning.isComplete { return .other }
        let role = side == .initiator ? SessionRole.whole : .reversed
        let ends =
            role == .whole
            ? (beginning.initiator, beginning.responder) : (beginning.responder, beginning.initiator)
        let session = SessionWatch(
            SessionPlace(
                client: ends.0, server: ends.1, streams: [beginning.id], first: first,
                isComplete: beginning.isComplete, journalled: journalled?.session),
            isProxied: false, context)
        begin(session)
        return .session(session, role)
    }

    private func proxiedSession(_ partner: InspectedConnection, _ journalled: JournalledLeg) -> State {
        let (client, server) = journalled.leg == .client ? (self, partner) : (partner, self)
        let session = SessionWatch(
            SessionPlace(
                client: client.beginning.initiator, server: server.beginning.responder,
                streams: [client.beginning.id, server.beginning.id],
                first: client.first.number < server.first.number ? client.first : server.first,
                isComplete: true, journalled: journalled.session),
            isProxied: true, context)
        session.open = 2
        partner.state = .session(session, SessionRole(journalled.leg.other))
        partner.begin(session)
        begin(session)
        return .session(session, SessionRole(journalled.leg))
    }

    /// What was noted before is the session's.
    private func begin(_ session: SessionWatch) {
        if journalled != nil { session.recognise() }
        for (firing, packet) in firings { session.fired(firing, at: packet) }
        firings = []
        session.recorded = session.recorded ?? recorded
    }
}

/// Which part of a session a connection is.
enum SessionRole {
    /// All of it.
    case whole
    /// All of it; who connected was guessed wrong.
    case reversed
    /// The client's way to a proxy.
    case clientLeg
    /// The proxy's way to the server.
    case serverLeg

    init(_ leg: Leg) { self = leg == .client ? .clientLeg : .serverLeg }

    /// Who speaks on that side, or is spoken to.
    func leg(of side: StreamSide) -> Leg {
        switch self {
        case .whole: side == .initiator ? .client : .server
        case .reversed: side == .initiator ? .server : .client
        case .clientLeg: .client
        case .serverLeg: .server
        }
    }

    /// Whether what comes from that side is what an endpoint sent, and not what a proxy sent on.
    func isSent(by side: StreamSide) -> Bool {
        switch self {
        case .whole, .reversed: true
        case .clientLeg: side == .initiator
        case .serverLeg: side == .responder
        }
    }

    /// The legs that are over with it.
    var legs: [Leg] {
        switch self {
        case .whole, .reversed: Leg.allCases
        case .clientLeg: [.client]
        case .serverLeg: [.server]
        }
    }
}
