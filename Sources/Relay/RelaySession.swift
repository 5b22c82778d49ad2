internal import Faults
public import Observer
internal import WebSocketWire

/// One session between a client and a server, without sockets, clock or randomness: what happens goes in,
/// actions come out. A driver performs them on sockets, a simulator on a virtual clock.
///
/// ```
///  http --request, response--> http --101--> framed      the headers of frames are read, and a Close
///    |                           \--no HTTP--> opaque     bytes are moved, and only counted
///    \--no way to the server--> answering --> over        we speak to the client in the server's place
/// ```
///
/// Whatever the phase, what came in goes out to the byte and in the same pieces: it is understood in passing.
public struct RelaySession: ~Copyable {
    enum Phase {
        /// Requests and responses, until one of them changes that.
        case http(HTTPPhase)
        case framed
        case opaque
        /// The client gets this answer in the server's place, once its request is complete.
        case answering(HTTPPhase)
        /// We have ended what there was to end, and wait for the peers to do so too; what they still send is lost.
        case closing
    }

    /// The way from client to server.
    public internal(set) var toServer = Lane()
    /// The way from server to client.
    public internal(set) var toClient = Lane()

    let shared: SharedRelayOptions
    var phase: Phase
    var liveLegs: LegSet = [.client, .server]
    var lastActivity: Moment
    /// What a scenario does to it; nil without one.
    var faults: FaultPipeline?
    /// What the two agreed on, once there are frames.
    var terms: SessionTerms?
    let start: Moment
    /// Since when nobody is found to be too slow.
    var heldSince: Moment?
    /// Whether both legs are there.
    var isOpened = false
    /// Watches it, to say at its end who saw what; nil where nobody wants to know.
    let observer: SessionObserver?
    /// When the handshake must have succeeded; nil once it has, or when nothing is awaited.
    var handshakeDeadline: Moment?

    /// A session whose client has just connected and whose server is there too, or will be told `unreachable`.
    public init(_ options: SharedRelayOptions, at now: Moment) {
        shared = options
        start = now
        phase = .http(HTTPPhase())
        let rules = options.options.rules ?? (options.options.keepsSight ? RuleSet.none : nil)
        faults = rules.map { FaultPipeline($0, keepsSight: options.options.keepsSight, at: now) }
        observer =
            options.options.observes
            ? SessionObserver(at: now, isMeddledWith: rules != nil) : nil
        lastActivity = now
        if self.options.expectsHTTP { handshakeDeadline = self.options.handshakeTimeout.map { now + $0 } }
    }

    /// A session with options of its own.
    public init(_ options: RelayOptions, at now: Moment) {
        self.init(SharedRelayOptions(options), at: now)
    }

    /// When the session has to be woken first; ask once, at its beginning. Later times come as actions.
    public var firstWake: Moment? { nextWake }

    /// Whether both directions are WebSocket frames.
    public var isFramed: Bool { if case .framed = phase { true } else { false } }

    /// Whether reading `leg` waits for the other one.
    public func isPaused(_ leg: Leg) -> Bool {
        switch leg {
        case .client: toServer.isPaused
        case .server: toClient.isPaused
        }
    }

    /// The lane that leads away from `leg`.
    public func lane(from leg: Leg) -> Lane {
        switch leg {
        case .client: toServer
        case .server: toClient
        }
    }
}

// MARK: What happens

extension RelaySession {
    /// Bytes came from `leg`. `forward` actions speak of places in `bytes`.
    public mutating func received(
        _ bytes: Span<UInt8>, from leg: Leg, at now: Moment, into actions: inout [Action]
    ) {
        lastActivity = now
        count(UInt64(bytes.count), from: leg)
        if case .framed = phase, faults == nil {
            // The way of nearly all bytes: who scans the frames shows them already, and nothing else can come of them.
            return take(bytes, from: leg, at: now, into: &actions)
        }
        beginStep(at: now)
        let before = actions.count
        let answered = showAnswer(bytes, from: leg)
        faults?.lane(leg.onward).lastCame = now
        take(bytes, from: leg, at: now, into: &actions)
        if faults != nil { followFaults(into: &actions) }
        show(actions, from: before, bytes, answered: answered, from: leg)
    }

    @inline(__always)
    private mutating func take(
        _ bytes: Span<UInt8>, from leg: Leg, at now: Moment, into actions: inout [Action]
    ) {
        guard liveLegs.contains(LegSet(leg.other)) || isSpeakingItself else {
            return lose(bytes.count, from: leg, into: &actions)
        }
        switch phase {
        case .framed where faults != nil, .opaque where faults != nil:
            meddle(bytes, 0..<bytes.count, from: leg, into: &actions)
        case .framed:
            scan(bytes, 0..<bytes.count, from: leg, into: &actions)
            actions.forward(0..<bytes.count, from: leg)
        case .opaque: actions.forward(0..<bytes.count, from: leg)
        case .http: converse(bytes, from: leg, at: now, into: &actions)
        case .answering where leg == .client: listenAndAnswer(bytes, into: &actions)
        case .answering: break
        case .closing: lose(bytes.count, from: leg, into: &actions)
        }
    }

    private func lose(_ count: Int, from leg: Leg, into actions: inout [Action]) {
        actions.append(.note(.lost(leg.onward, bytes: UInt64(count))))
    }

    /// How many of the next bytes from `leg` may be moved without being shown: the middle of a large payload.
    ///
    /// Its last bytes are not among them, so that they leave together with what follows.
    public func passable(from leg: Leg) -> Int {
        switch leg {
        case .client: passable(toServer.stream.scanner, from: leg)
        case .server: passable(toClient.stream.scanner, from: leg)
        }
    }

    @inline(__always)
    private func passable(_ scanner: borrowing FrameScanner, from leg: Leg) -> Int {
        // Nearly always a read ends with a frame: that is asked first.
        guard scanner.missing > Self.shownTail else { return 0 }
        guard case .framed = phase, faults?.lane(leg.onward).letsPass ?? true,
            case .payload(let header, let remaining) = scanner.awaits, !header.opcode.isControl
        else { return 0 }
        return Int(min(remaining - Self.shownTail, 1 << 30))
    }

    private static let shownTail: UInt64 = 16 * 1024

    /// So many bytes from `leg` went on unseen; no more than were `passable`.
    public mutating func passedThrough(_ count: Int, from leg: Leg, at now: Moment) {
        lastActivity = now
        self.count(UInt64(count), from: leg)
        faults?.lane(leg.onward).sent &+= UInt64(count)
        observer?.missed(UInt64(count), to: leg.other)
        let watch = observer?.frames(from: leg)
        let isPayload =
            switch leg {
            case .client: toServer.stream.miss(UInt64(count), watch)
            case .server: toClient.stream.miss(UInt64(count), watch)
            }
        precondition(isPayload, "more passed unseen than was passable")
    }

    /// The peer of `leg` sends no more, or the leg broke.
    public mutating func ended(
        _ leg: Leg, _ how: LegEnd, at now: Moment, into actions: inout [Action]
    ) {
        guard !lane(from: leg).isEnded || !how.isHalf else { return }
        lastActivity = now
        end(lane: leg)
        beginStep(at: now)
        observer?.ended(leg, how)
        let before = actions.count
        defer { show(actions, from: before) }
        actions.append(.note(.ended(leg, how)))
        if case .http(let http) = phase, mustWait(how, of: leg, in: http, into: &actions) { return }
        passOn(how, to: leg.other, into: &actions)
        // Nobody else will end a leg that only we speak to.
        if leg == .client, isSpeakingItself, how.isHalf { actions.append(.end(.client, .close)) }
        if faults != nil { followFaults(into: &actions) }
    }

    /// Both directions of `leg` are over and its descriptor is closed. `unsent` bytes that were to go to it are lost.
    public mutating func gone(_ leg: Leg, unsent: Int = 0, into actions: inout [Action]) {
        guard liveLegs.remove(LegSet(leg)) != nil else { return }
        beginStep(at: lastActivity)
        observer?.gone(leg)
        faults?.endedLegs.insert(LegSet(leg))
        faults?.goneLegs.insert(LegSet(leg))
        let unsent = unsent + (faults?.lane(leg.other.onward).abandon() ?? 0) + abandonHeads(for: leg)
        if unsent > 0 {
            actions.append(.note(.lost(leg.other.onward, bytes: UInt64(unsent))))
        }
        if liveLegs.isEmpty { actions.append(.over) }
    }

    /// What was kept back of heads, as a scenario may be about them, has nobody to go to.
    private func abandonHeads(for leg: Leg) -> Int {
        guard faults != nil, case .http(let http) = phase else { return 0 }
        switch leg {
        case .server:
            defer { http.heldHead = [] }
            return http.heldHead.count + http.takeUndecided().count
        case .client:
            defer { http.heldResponse = [] }
            return http.heldResponse.count
        }
    }

    /// There is no way to the server, or it broke before the server could say anything.
    public mutating func unreachable(
        _ reason: String, advice: String? = nil, into actions: inout [Action]
    ) {
        let before = actions.count
        defer { show(actions, from: before) }
        actions.append(.note(.unreachable(reason)))
        let server = options.server
        let gateway: BadGateway =
            if let advice {
                .unreachable(server: server, reason: reason, advice: advice)
            } else {
                .unreachable(server: server, reason: reason)
            }
        answer(.gateway(gateway), into: &actions)
    }

    /// The way to the server was not found within `limit`.
    public mutating func unreachable(after limit: Duration, into actions: inout [Action]) {
        let before = actions.count
        defer { show(actions, from: before) }
        actions.append(.note(.unreachable("no connection to \(options.server) within \(limit)")))
        answer(
            .gateway(.timedOut(server: options.server, .connection, after: limit)), into: &actions)
    }

    /// So many bytes now wait for `leg`.
    public mutating func waiting(_ bytes: Int, for leg: Leg, into actions: inout [Action]) {
        hold(leg.other, .socket, for: bytes, above: shared.options.highWater, into: &actions)
    }

    /// Reads `leg` no more while too many bytes of it wait in one place, until a quarter is left.
    mutating func hold(
        _ leg: Leg, _ reason: Lane.Pause, for bytes: Int, above limit: Int, into actions: inout [Action]
    ) {
        var pauses = lane(from: leg).pauses
        let waits = pauses.contains(reason)
        guard waits != (bytes > (waits ? limit / 4 : limit)) else { return }
        let wasPaused = !pauses.isEmpty
        if waits { pauses.remove(reason) } else { pauses.insert(reason) }
        switch leg {
        case .client: toServer.pauses = pauses
        case .server: toClient.pauses = pauses
        }
        // What a rule keeps for one leg may reach it, and fill it, after the other leg is gone.
        guard wasPaused == pauses.isEmpty, liveLegs.contains(LegSet(leg)) else { return }
        actions.append(wasPaused ? .resume(leg) : .pause(leg))
    }

    /// The proxy stops.
    public mutating func shutDown(into actions: inout [Action]) {
        let before = actions.count
        defer { show(actions, from: before) }
        actions.append(.note(.shutDown))
        closeBoth(into: &actions)
    }
}

// MARK: Inside

extension RelaySession {
    var options: RelayOptions { shared.options }

    private mutating func count(_ bytes: UInt64, from leg: Leg) {
        switch leg {
        case .client: toServer.bytes &+= bytes
        case .server: toClient.bytes &+= bytes
        }
    }

    private mutating func end(lane leg: Leg) {
        switch leg {
        case .client: toServer.isEnded = true
        case .server: toClient.isEnded = true
        }
    }

    /// An end is passed on as the same kind of end, behind everything that came before it.
    func passOn(_ how: LegEnd, to leg: Leg, into actions: inout [Action]) {
        guard liveLegs.contains(LegSet(leg)), !isSpeakingItself else { return }
        if let faults { return faults.peerEnded(leg.other, how, at: lastActivity, into: &actions) }
        switch how {
        case .finished: actions.append(.end(leg, .finish))
        case .truncated: actions.append(.end(leg, .truncate))
        case .reset, .failed: actions.append(.end(leg, .reset))
        }
    }

    /// Whether the client hears from us and not from the server.
    private var isSpeakingItself: Bool {
        switch phase {
        case .answering, .closing: true
        case .http, .framed, .opaque: false
        }
    }

    /// Ends both legs, and with them everything that could be too late.
    mutating func closeBoth(into actions: inout [Action]) {
        for leg in Leg.allCases {
            let held = abandonHeads(for: leg)
            if held > 0 { actions.append(.note(.lost(leg.other.onward, bytes: UInt64(held)))) }
        }
        phase = .closing
        for leg in Leg.allCases where liveLegs.contains(LegSet(leg)) { actions.append(.end(leg, .close)) }
    }
}

extension [Action] {
    /// Adds to the last forward where it can, notes aside, so that what arrived together leaves in one call.
    mutating func forward(_ range: Range<Int>, from leg: Leg) {
        guard !range.isEmpty else { return }
        let place = lastIndex { if case .note = $0 { false } else { true } }
        if let place, case .forward(let last, to: leg.other) = self[place],
            last.upperBound == range.lowerBound
        {
            self[place] = .forward(last.lowerBound..<range.upperBound, to: leg.other)
        } else {
            append(.forward(range, to: leg.other))
        }
    }
}

extension LegEnd {
    /// Whether the other half of the leg may go on.
    var isHalf: Bool {
        switch self {
        case .finished, .truncated: true
        case .reset, .failed: false
        }
    }
}

/// Some of the two legs.
struct LegSet: OptionSet {
    let rawValue: UInt8
    static let client = LegSet(rawValue: 1)
    static let server = LegSet(rawValue: 2)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ leg: Leg) {
        switch leg {
        case .client: self = .client
        case .server: self = .server
        }
    }
}
