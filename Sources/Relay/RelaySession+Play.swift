internal import Faults
public import Observer
public import Scenarios
internal import WebSocketWire

extension RelaySession {
    /// Both legs are there: where nothing is expected of a client, nothing has to be waited for.
    public mutating func opened(at now: Moment, into actions: inout [Action]) {
        isOpened = true
        guard faults != nil else { return }
        change(at: now, into: &actions) { session, actions in
            session.beginUnasked(at: now, into: &actions)
        }
    }

    /// What is a plain byte stream for us has said all about itself by being there.
    private func beginUnasked(isRunning: Bool = false, at now: Moment, into actions: inout [Action]) {
        guard isOpened, !options.expectsHTTP, let faults, faults.ruleSet.asksNothingOfSessions else { return }
        faults.begin(nil, isRunning: isRunning, at: now, into: &actions)
    }

    /// Other rules are in force from now on, or none.
    ///
    /// A rule that is in the set before too goes on as it stands: with what it has counted, its dice and its effects.
    /// One that is gone ends at once; what it held back leaves in order, and nothing is lost. A new one counts from
    /// the next whole message or frame: what is under way passes as it is.
    ///
    /// Where messages are compressed with context takeover, and some have passed while no rule had to read them,
    /// nobody can read the ones that follow: rules that look into messages or change them leave those alone. With
    /// `RelayOptions.keepsSight` all are read.
    public mutating func play(_ rules: RuleSet?, at now: Moment, into actions: inout [Action]) {
        guard isRelaying, let rules = rules ?? faults?.ruleSet.silenced else { return }
        change(at: now, into: &actions) { session, actions in
            if let faults = session.faults {
                faults.exchange(rules, session.midFrame, at: now, into: &actions)
                session.beginUnasked(isRunning: true, at: now, into: &actions)
            } else {
                session.join(rules, at: now, into: &actions)
            }
        }
    }

    /// A rule is done once, now, whatever it says of when. What lasts of it lasts as its faults say.
    public mutating func fire(_ rule: Rule, at now: Moment, into actions: inout [Action]) {
        guard isRelaying else { return }
        change(at: now, into: &actions) { session, actions in
            if session.faults == nil { session.join(.none, at: now, into: &actions) }
            session.faults?.fire(rule, at: now, into: &actions)
        }
    }

    /// Whether rules have a say in it.
    public var hasRules: Bool { faults != nil }

    /// Neither leg is read until `letGo`, and nobody is found to be too slow for that.
    public mutating func hold(at now: Moment) { heldSince = heldSince ?? now }

    /// Both legs are read again.
    public mutating func letGo(at now: Moment, into actions: inout [Action]) {
        guard let since = heldSince.take() else { return }
        lastActivity = now
        handshakeDeadline = handshakeDeadline.map { $0 + (now - since) }
        actions.append(.wake(at: nextWake))
    }

    /// Whether its handshake, or any byte, has been waited for too long.
    public func isOverdue(at now: Moment) -> Bool {
        guard heldSince == nil else { return false }
        if let handshakeDeadline, handshakeDeadline <= now { return true }
        return options.idleTimeout.map { lastActivity + $0 <= now } ?? false
    }

    private mutating func change(
        at now: Moment, into actions: inout [Action],
        _ body: (inout RelaySession, inout [Action]) -> Void
    ) {
        beginStep(at: now)
        let before = actions.count
        body(&self, &actions)
        if faults != nil { followFaults(into: &actions) }
        show(actions, from: before)
    }

    private var isRelaying: Bool {
        switch phase {
        case .http, .framed, .opaque: true
        case .answering, .closing: false
        }
    }

    private var midFrame: MidFrame {
        MidFrame(
            toServer: toServer.stream.scanner.isInsidePayload,
            toClient: toClient.stream.scanner.isInsidePayload)
    }
}

// MARK: A session that had no rules

extension RelaySession {
    private mutating func join(_ rules: RuleSet, at now: Moment, into actions: inout [Action]) {
        let faults = FaultPipeline(rules, keepsSight: options.keepsSight, at: start)
        observer?.separate(toServer: toServer.stream, toClient: toClient.stream)
        switch phase {
        case .http(let http):
            http.undecidedSent = holdsHeads(of: .client) ? 0 : http.undecided.count
            for leg in Leg.allCases where http.conversation.isInsideHead(from: leg) && !holdsHeads(of: leg) {
                http.tornHeads.insert(LegSet(leg))
            }
            self.faults = faults
            if let request = http.request { faults.begin(request, isRunning: true, at: now, into: &actions) }
            beginUnasked(isRunning: true, at: now, into: &actions)
        case .framed:
            self.faults = faults
            terms.map(faults.join)
            stand(faults.toServer)
            stand(faults.toClient)
            faults.begin(terms?.request, isRunning: true, at: now, into: &actions)
        case .opaque:
            self.faults = faults
            faults.begin(nil, isRunning: true, at: now, into: &actions)
        case .answering, .closing: break
        }
        for leg in Leg.allCases where !liveLegs.contains(LegSet(leg)) { faults.wasGone(leg) }
    }

    /// The direction stands where it stands: what is under way there passes as it is.
    func stand(_ lane: FaultLane) {
        let stream = lane.direction == .toServer ? toServer.stream : toClient.stream
        lane.isFramed = true
        lane.sent = stream.scanner.offset
        lane.frames = stream.frames
        lane.messages = stream.messages
        lane.isBetweenFrames = stream.scanner.isBetweenFrames
        switch stream.scanner.awaits {
        case .header: break
        case .restOfHeader: lane.isHeaderTorn = true
        case .payload(let header, _):
            if header.isFinal, !header.opcode.isControl { lane.messages &+= 1 }
        }
        if stream.isInsideMessage { lane.messages &+= 1 }
        guard let deflate = faults?.deflate(lane.direction) else { return }
        if deflate.contextTakeover, lane.messages > 0 {
            lane.goBlind()
        } else {
            lane.compression = MessageCompression(deflate, limit: FaultPipeline.largest)
        }
    }
}

extension FrameScanner {
    fileprivate var isInsidePayload: Bool {
        if case .payload = awaits { true } else { false }
    }
}
