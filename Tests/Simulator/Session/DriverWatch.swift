internal import Faults
internal import Observer
internal import Relay

/// Looks on while a session is driven, and complains to the world of what no session may do.
struct DriverWatch {
    var options: RelayOptions
    private let world: World
    private(set) var isOver = false
    private var gone: Set<Leg> = []
    private var ended: Set<Leg> = []
    private var paused: Set<Leg> = []
    private(set) var answers = false
    private var lastActivity: Moment
    private let start: Moment
    private var sendsAtCork = 0
    /// What each peer has to hear of, unless it ends itself.
    private(set) var owed: [Leg: OwedEnd] = [:]
    /// The loss that was told.
    private(set) var lost: [Direction: Int] = [:]
    private(set) var closes: [Direction: [[UInt8]]] = [:]
    private(set) var isUpgraded = false
    /// Whether we ended the session or spoke in the server's place.
    private(set) var isOurDoing = false
    /// How many reads the session was told of.
    private(set) var reads = 0
    /// How much one firing may invent, how many did, and the most that was kept of one direction's messages.
    private let bytesPerFiring: Int
    private var inventions = 0
    private var mostKept = 0
    private var mostEarly = 0

    enum OwedEnd { case finish, reset }

    init(_ options: RelayOptions, bytesPerFiring: Int, _ world: World) {
        self.bytesPerFiring = bytesPerFiring
        self.options = options
        self.world = world
        start = world.now
        lastActivity = world.now
    }
}

// MARK: What goes in

extension DriverWatch {
    /// What was silent could not speak.
    mutating func wasHeld() { lastActivity = world.now }

    mutating func received(_ count: Int) {
        reads += 1
        lastActivity = world.now
        if isOver { world.complain("bytes came after the end") }
    }

    mutating func ended(_ leg: Leg, _ how: LegEnd, other: SimulatedConnection?) {
        lastActivity = world.now
        let isHalf = how == .finished || how == .truncated
        if isHalf, !ended.insert(leg).inserted { world.complain("\(leg) finished twice") }
        guard let other, other.isOpen, !answers else { return }
        if !isHalf { owed[leg.other] = .reset } else if owed[leg.other] == nil { owed[leg.other] = .finish }
    }

    mutating func gone(_ leg: Leg) {
        if !gone.insert(leg).inserted { world.complain("\(leg) was gone twice") }
    }
}

// MARK: What comes out

extension DriverWatch {
    mutating func forwards(_ range: Range<Int>, of count: Int, to leg: Leg) {
        if isOver || gone.contains(leg) { world.complain("bytes are forwarded to \(leg), which is gone") }
        if range.isEmpty || range.lowerBound < 0 || range.upperBound > count {
            world.complain("\(range) is forwarded of \(count) bytes")
        }
    }

    mutating func performs(_ action: Action) {
        if isOver { world.complain("\(action) came after the end") }
        switch action {
        case .forward, .wake: break
        case .write(_, let leg), .end(let leg, _): isAlive(leg, action)
        case .pause(let leg):
            isAlive(leg, action)
            if !paused.insert(leg).inserted { world.complain("\(leg) is paused twice") }
        case .resume(let leg):
            if paused.remove(leg) == nil { world.complain("\(leg) is resumed but was not paused") }
        case .note(let evidence): note(evidence)
        case .over:
            isOver = true
            if gone.count < 2 { world.complain("the session is over, but \(gone) alone is gone") }
        }
    }

    private func isAlive(_ leg: Leg, _ action: Action) {
        if gone.contains(leg) { world.complain("\(action), but that leg is gone") }
    }

    private mutating func note(_ evidence: Evidence) {
        switch evidence {
        case .lost(let direction, let bytes): lost[direction, default: 0] += Int(bytes)
        case .closeFrame(let direction, let payload, _): closes[direction, default: []].append(payload)
        case .upgraded:
            if isUpgraded { world.complain("upgraded twice") }
            isUpgraded = true
        case .timedOut(let timeout):
            isOurDoing = true
            check(timeout)
        case .answered, .unreachable:
            isOurDoing = true
            answers = true
        case .shutDown, .cut: isOurDoing = true
        case .fired(let firing):
            let isInvention = firing.faults.contains { FaultCatalog.kind(named: $0)?.isLasting != true }
            if isInvention { inventions += 1 }
        case .request, .response, .opaque, .ended, .identified, .insecure: break
        }
    }

    private func check(_ timeout: Timeout) {
        switch timeout {
        case .idle:
            let due = options.idleTimeout.map { lastActivity + $0 }
            if world.now != due { world.complain("idle since \(lastActivity), but that timed out only now") }
        case .handshake:
            guard let timeout = options.handshakeTimeout, start + timeout <= world.now else {
                return world.complain("the handshake timed out too early")
            }
            if isUpgraded { world.complain("the handshake timed out after it was through") }
        }
    }
}

// MARK: Together, and within bounds

extension DriverWatch {
    func sent(_ sends: Int, to leg: Leg) {
        if sends > 1 { world.complain("what was read at once left for \(leg) in \(sends) pieces") }
    }

    mutating func corked(_ target: SimulatedConnection) { sendsAtCork = target.sends }

    func uncorked(_ target: SimulatedConnection) {
        if case .finished = target.output, target.sends > sendsAtCork + 1 {
            world.complain("bytes that came with their end left for \(target.leg) before it")
        }
    }

    /// How long a head may be, and what is kept behind a request for a WebSocket.
    private static let mostHeld = 96 * 1024

    mutating func holds(
        _ session: borrowing RelaySession, _ client: SimulatedConnection, _ server: SimulatedConnection
    ) {
        holds(client)
        holds(server)
        if options.rules != nil { for direction in Direction.allCases { holds(session, direction) } }
        // What a scenario keeps back, drops or invents is the business of its own tests.
        guard options.rules == nil, !answers, !gone.contains(.server) else { return }
        let held =
            Int(session.toServer.bytes) - server.handed - server.bufferedBytes - server.dropped
            - lost[.toServer, default: 0]
        if options.rewrite == nil ? held != 0 : held > Self.mostHeld + world.network.readSize {
            world.complain("\(held) bytes are held back in the session")
        }
    }

    /// With a scenario, what is held came in or was invented by a rule that fired; and what waits for its time stops
    /// the side that it comes from, so that one read and one message can be too much, and no more.
    private mutating func holds(_ session: borrowing RelaySession, _ direction: Direction) {
        let held = session.held(direction)
        let came = Int(session.toServer.bytes) + Int(session.toClient.bytes)
        let (invented, overflows) = inventions.multipliedReportingOverflow(by: bytesPerFiring)
        guard !overflows else { return }
        mostKept = max(mostKept, held.units)
        // With the answer, all that a client said before it is let out at once.
        mostEarly = max(mostEarly, held.heads)
        // A frame of two bytes is counted with a header of fourteen.
        if held.total > 8 * came + invented {
            world.complain("\(held) is held \(direction) of \(came) bytes that came")
        }
        let bound = options.shaperHighWater + world.network.readSize + mostKept + mostEarly + invented
        if held.waiting > bound {
            world.complain("\(held.waiting) bytes wait \(direction) for their time, of \(bound) that may")
        }
    }

    private func holds(_ connection: SimulatedConnection) {
        // A fault may send a megabyte in one go.
        guard options.rules == nil else { return }
        // An answer of our own is short.
        let held = options.rewrite == nil ? 0 : Self.mostHeld
        let bound = options.highWater + world.network.readSize + max(held, 4096)
        if connection.bufferedBytes > bound {
            world.complain("\(connection.bufferedBytes) bytes wait for \(connection.leg)")
        }
    }
}
