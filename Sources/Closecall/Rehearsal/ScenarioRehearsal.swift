public import Scenarios
public import Trace

internal import Observer
internal import Relay

/// Finds out which rules of a scenario would have fired in conversations that were recorded without it.
///
/// What each side sent is put through the relay's own rules, at the time it was sent; what they would have changed
/// changes nothing of what comes behind it, for nobody knows what the peers would have answered.
public final class ScenarioRehearsal: StreamListener {
    /// WebSocket sessions that were put through.
    public private(set) var sessions = 0
    /// How often rules fired, by what their random streams are named after.
    public private(set) var firings: [String: Int] = [:]

    private let options: SharedRelayOptions
    private var roles: [StreamID: Role] = [:]
    /// Of a trace of ours: sessions by their numbers there, as long as a leg is open.
    private var proxied: [Int: RehearsedSession] = [:]

    /// What a connection is to its session: who of the session's two speaks on which side.
    private struct Role {
        let session: RehearsedSession
        let journalled: Int?
        var initiator: Leg?
        var responder: Leg?

        func leg(_ side: StreamSide) -> Leg? { side == .initiator ? initiator : responder }
    }

    /// A rehearsal of a scenario.
    public init(_ scenario: Scenario) {
        options = ScenarioInForce(RelayOptions(), ScenarioSetup(scenario), generation: 0).options
    }

    /// How often a rule would have fired.
    public func count(of rule: Rule) -> Int { firings[rule.identity] ?? 0 }

    /// Reads a whole trace.
    public func take(_ reader: TraceReader) throws(TraceProblem) {
        let reassembler = TCPReassembler(self)
        defer { reassembler.finish() }
        while try reader.next({ head, bytes in reassembler.take(bytes, head) }) {}
    }
}

// MARK: - StreamListener

extension ScenarioRehearsal {
    /// A connection begins.
    public func began(_ stream: StreamBeginning, _ head: PacketHead) {
        let notes = head.comments.compactMap { TraceNote($0) }
        let leg = notes.compactMap { note -> (session: Int, leg: Leg)? in
            if case .leg(let session, let leg) = note { (session, leg) } else { nil }
        }.first
        switch leg {
        case (let number, .client)?:
            let session = RehearsedSession(options, at: head.time)
            proxied[number] = session
            roles[stream.id] = Role(session: session, journalled: number, initiator: .client)
        case (let number, .server)?:
            // We spoke to the server ourselves: only what it said counts.
            guard let session = proxied[number] else { return }
            roles[stream.id] = Role(session: session, journalled: number, responder: .server)
        case nil:
            let session = RehearsedSession(options, at: head.time)
            roles[stream.id] = Role(
                session: session, journalled: nil, initiator: .client, responder: .server)
        }
    }

    /// Bytes of a connection.
    public func received(
        _ bytes: Span<UInt8>, from side: StreamSide, of stream: StreamID, _ head: PacketHead
    ) {
        guard let role = roles[stream], let leg = role.leg(side) else { return }
        role.session.received(bytes, from: leg, at: head.time)
    }

    /// What comes behind a gap means nothing.
    public func missed(_ count: Int, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        if let role = roles[stream], role.leg(side) != nil { role.session.stop() }
    }

    /// One side is over.
    public func ended(_ side: StreamSide, _ how: StreamEnd, of stream: StreamID, _ head: PacketHead) {
        guard let role = roles[stream], let leg = role.leg(side) else { return }
        role.session.ended(leg, how == .reset ? .reset : .finished, at: head.time)
    }

    /// What others note does not matter.
    public func noted(
        _ comments: [String], from side: StreamSide, of stream: StreamID, _ head: PacketHead
    ) {}

    /// A connection is over, and with the last one its session.
    public func over(_ stream: StreamID, _ why: StreamOver, at time: PacketTime) {
        guard let role = roles.removeValue(forKey: stream) else { return }
        if let number = role.journalled, role.session === proxied[number] {
            if roles.values.contains(where: { $0.session === role.session }) { return }
            proxied[number] = nil
        }
        let (isWebSocket, fired) = role.session.conclude()
        if isWebSocket { sessions += 1 }
        for identity in fired { firings[identity, default: 0] += 1 }
    }
}

/// One conversation that is put through rules.
private final class RehearsedSession {
    private var session: RelaySession
    private var actions: [Action] = []
    private var wake: Moment?
    private var fired: [String] = []
    private var isWebSocket = false
    private var isOver = false

    init(_ options: SharedRelayOptions, at time: PacketTime) {
        session = RelaySession(options, at: Moment(time))
        wake = session.firstWake
    }

    func received(_ bytes: Span<UInt8>, from leg: Leg, at time: PacketTime) {
        perform(at: time) { $0.received(bytes, from: leg, at: Moment(time), into: &$1) }
        if session.isFramed { isWebSocket = true }
    }

    func ended(_ leg: Leg, _ how: LegEnd, at time: PacketTime) {
        perform(at: time) { $0.ended(leg, how, at: Moment(time), into: &$1) }
    }

    /// Nothing more is put through.
    func stop() { isOver = true }

    /// Whether it was a WebSocket, and which rules fired; asked once.
    func conclude() -> (isWebSocket: Bool, fired: [String]) {
        isOver = true
        defer { (isWebSocket, fired) = (false, []) }
        return (isWebSocket, fired)
    }

    private func perform(
        at time: PacketTime, _ body: (inout RelaySession, inout [Action]) -> Void
    ) {
        while !isOver, let due = wake, due <= Moment(time) {
            wake = nil
            session.woke(at: due, into: &actions)
            take()
        }
        if isOver { return }
        body(&session, &actions)
        take()
    }

    private func take() {
        for action in actions {
            switch action {
            case .note(.fired(let firing)): fired.append(firing.identity)
            case .wake(let moment): wake = moment
            case .over: isOver = true
            case .forward, .write, .pause, .resume, .end, .note: break
            }
        }
        actions.removeAll(keepingCapacity: true)
    }
}
