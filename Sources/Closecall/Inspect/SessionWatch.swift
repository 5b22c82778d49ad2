internal import Observer
internal import Relay
internal import Trace
internal import WebSocketWire

/// Follows one session through a trace, and shows it to the observer as the relay shows a live one: one judge for both.
///
/// ```
///  one connection between two endpoints            a proxy's trace: two connections
///
///  client --sent--> server                          client --sent--> proxy --got--> server
///         <--sent--                                        <--got--        <--sent--
/// ```
///
/// Where there is one connection, what is sent is what is got.
final class SessionWatch {
    /// What the bytes are.
    enum Phase {
        /// Requests and answers.
        case http(SessionHandshake)
        case framed
        /// Anything.
        case opaque
    }

    let context: InspectionContext
    let observer: SessionObserver
    /// Whether the trace has both sides of a proxy.
    let isProxied: Bool
    let place: SessionPlace
    var phase: Phase
    /// How many of its connections are not over.
    var open = 1
    /// Its number, once it is known for a WebSocket session, or a proxy's.
    private(set) var number: Int?
    private(set) var depth: InspectionDepth = []

    var toServer = SessionFlow()
    var toClient = SessionFlow()
    var pingsToServer = PingWatch()
    var pingsToClient = PingWatch()
    var record: SessionRecord
    var firings: [InspectedSession.TimedFiring] = []
    var recorded: RecordedEnding?
    /// How often rules fired, and the last of them, to blame for an end that nobody else made.
    var lastFiring: TraceFiring?
    var missingHandshakes: [Direction] = []
    var endedLegs: Set<Leg> = []
    var toldLegs: Set<Leg> = []
    var goneLegs: Set<Leg> = []
    /// An end of a peer's that may have been read together with bytes that are still to leave.
    var waitingEnd: (leg: Leg, how: StreamEnd, packet: PacketPlace)?
    /// The rule that ended the server's leg, before that was noted.
    var cutOfServer: String?
    /// Whether the proxy that wrote the trace answered in the server's place.
    var isAnsweredHere = false
    var extensions: String?

    private(set) var now: Moment
    private(set) var last: PacketPlace
    /// When the step under way began, and whether it is one in which something came.
    private var stepBegan: Moment

    /// So many firings of a session are kept.
    private static let mostFirings = 64

    init(_ place: SessionPlace, isProxied: Bool, _ context: InspectionContext) {
        self.place = place
        self.isProxied = isProxied
        self.context = context
        last = place.first
        now = Moment(place.first.time)
        stepBegan = now
        observer = SessionObserver(at: now, isMeddledWith: isProxied)
        record = SessionRecord(start: now)
        phase = .http(SessionHandshake())
    }

    /// It is a session that somebody wants to hear of.
    func recognise() {
        guard number == nil else { return }
        let number = context.takeNumber()
        self.number = number
        depth =
            context.listener?.depth(
                of: SessionBeginning(
                    number: number, client: place.client, server: place.server, start: place.first,
                    journalled: place.journalled)) ?? []
    }

    func isLoud(_ wanted: InspectionDepth) -> Bool { depth.contains(wanted) }

    func flow(from leg: Leg) -> SessionFlow { leg == .client ? toServer : toClient }

    // MARK: Steps

    /// Something arrives in this packet.
    func arrive(_ packet: PacketPlace) {
        noteCutOfServer()
        touch(packet)
        catchUp()
        observer.step(at: now)
        stepBegan = now
    }

    /// Something leaves the proxy: in the step of what came before, if that is what made it leave.
    func leave(_ packet: PacketPlace, isFlood: Bool) {
        touch(packet)
        if !isFlood { catchUp() }
        guard now - stepBegan >= Self.oneTurn else { return }
        observer.step(at: now)
        stepBegan = now
    }

    /// What a proxy reads and what it then writes are no further apart.
    static let oneTurn = Duration.milliseconds(1)

    @inline(__always)
    func touch(_ packet: PacketPlace) {
        if packet.number > last.number { last = packet }
        let moment = Moment(packet.time)
        // Merged files may step back; a session does not.
        if moment > now { now = moment }
    }

    private func catchUp() {
        observer.catchUp(toServer: &toServer.follower, toClient: &toClient.follower)
    }

    func note(_ evidence: Evidence) {
        record.note(evidence, at: now)
        observer.note(evidence)
    }

    // MARK: What a proxy's trace says itself

    /// A rule fired.
    func fired(_ firing: TraceFiring, at packet: PacketPlace) {
        touch(packet)
        lastFiring = firing
        note(.fired(RuleFiring(firing)))
        let timed = InspectedSession.TimedFiring(firing: firing, packet: packet)
        if firings.count < Self.mostFirings { firings.append(timed) }
        if let number, isLoud(.firings) { context.listener?.fired(firing, at: packet, of: number) }
    }
}

/// Where a session is: its ends and its packets.
struct SessionPlace {
    var client: TCPEnd
    var server: TCPEnd?
    var streams: [StreamID]
    var first: PacketPlace
    /// Whether its first packet is the connection's.
    var isComplete: Bool
    /// Its number in a proxy's journal.
    var journalled: Int?
}

/// One direction of a session, as its sender sent it.
final class SessionFlow {
    /// Counts frames, and shows them to the observer.
    var follower = FrameFollower()
    /// Bytes, handshake and all.
    var bytes: UInt64 = 0
    /// Bytes that the trace lacks.
    var missed: UInt64 = 0
    /// Whether a gap hides where frames begin.
    var isLost = false
    /// Whether so much comes that nobody looks at all of it.
    var isFlood = false
    /// Whether somebody wants all frames or messages.
    var isGathered = false
    /// Pings, and the payloads where somebody wants them; nil before the frames.
    var frames: FrameStream?
    /// The same of what the other side got, where that may be something else.
    var delivered: FrameStream?
    /// Finds the handshake in that.
    var deliveredHeads: DeliveredHeads?
}

extension Moment {
    /// Microseconds since 1970.
    init(_ time: PacketTime) { self.init(microseconds: time.nanoseconds / 1000) }
}

extension RuleFiring {
    /// What a trace tells of a firing; the rest is the journal's.
    init(_ firing: TraceFiring) {
        self.init(
            index: 0, rule: firing.rule, identity: firing.rule, faults: firing.faults,
            direction: firing.direction, occasion: firing.occasion, dice: 0)
    }
}
