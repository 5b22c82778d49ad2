internal import Observer
internal import Relay
internal import Scenarios

/// Performs a session's actions on two simulated connections, as `SessionDriver` does on real ones, and watches
/// what every session promises.
final class SimulatedDriver {
    /// What a loop does at the end of a turn, so that no call into a connection calls back at once.
    enum TurnEnd {
        case drained(Leg)
        case readsBeforeFailing(Leg)
        case closed(Leg)
        case uncork
    }

    let world: World
    private(set) var options: RelayOptions
    private var session: RelaySession
    private(set) var record: SessionRecord
    let client: SimulatedConnection
    let server: SimulatedConnection
    private var isDialing = true
    private var hasServer = false
    private var wakeup: Moment?
    private var corked: Leg?
    /// Whether what the session does now is for an end that it heard of.
    private var isEnding = false
    private var endOfTurn: [TurnEnd] = []
    private var spare: [Action] = []
    private(set) var watch: DriverWatch
    /// What goes wrong on purpose.
    var defect: Defect?

    /// How long an RST waits for what was sent before it, and a close for the peer's own, in microseconds.
    static let patience = 2_000_000

    /// - Parameter beginsBare: whether it is given its rules later.
    init(
        _ options: RelayOptions, beginsBare: Bool = false, bytesPerFiring: Int = 1 << 20, in world: World
    ) {
        self.world = world
        self.options = options
        var first = options
        if beginsBare { first.rules = nil }
        session = RelaySession(first, at: world.now)
        record = SessionRecord(start: world.now)
        watch = DriverWatch(options, bytesPerFiring: bytesPerFiring, world)
        client = SimulatedConnection(.client, in: world, lowWater: options.highWater / 4)
        server = SimulatedConnection(.server, in: world, lowWater: options.highWater / 4)
        client.handler = self
        server.handler = self
        if let first = session.firstWake { wake(at: first) }
    }

    var isOver: Bool { watch.isOver }
    /// What the observer says of it.
    func ending(client: EndpointProfile) -> Ending? {
        session.ending(client: client, server: .rfc6455, at: world.now)
    }

    var toServer: Lane { session.toServer }
    var toClient: Lane { session.toClient }
}

// MARK: The way to the server, and the proxy's end

extension SimulatedDriver {
    func connected() {
        guard isDialing else { return }
        isDialing = false
        hasServer = true
        client.start()
        server.start()
        act { $0.opened(at: world.now, into: &$1) }
    }

    func unreachable(_ reason: String, isTimeout: Bool) {
        guard isDialing else { return }
        stopDialing()
        guard isTimeout else { return act { $0.unreachable(reason, into: &$1) } }
        act { $0.unreachable(after: options.handshakeTimeout ?? .seconds(10), into: &$1) }
    }

    /// Other rules are in force from now on.
    func play(_ rules: RuleSet?) {
        guard !isOver else { return }
        if let rules { isMeddled(with: rules) }
        act { $0.play(rules, at: world.now, into: &$1) }
        reviewPassages()
        watch.holds(session, client, server)
    }

    /// A rule is done once.
    func fire(_ rule: Rule) {
        guard !isOver else { return }
        isMeddled(with: RuleSet(Scenario()) { _ in 1 })
        act { $0.fire(rule, at: world.now, into: &$1) }
        reviewPassages()
    }

    /// Neither leg is read until `letGo`.
    func hold() {
        session.hold(at: world.now)
        client.pauseReading()
        server.pauseReading()
    }

    func letGo() {
        watch.wasHeld()
        act { $0.letGo(at: world.now, into: &$1) }
        for leg in Leg.allCases where !session.isPaused(leg) { connection(leg)?.resumeReading() }
    }

    /// From here on something may be kept back, or come of nothing.
    private func isMeddled(with rules: RuleSet) {
        options.rules = rules
        watch.options.rules = rules
    }

    private func reviewPassages() {
        for leg in Leg.allCases where session.passable(from: leg) == 0 { connection(leg)?.endPassThrough() }
    }

    func shutDown() {
        guard !isOver else { return }
        if isDialing { stopDialing() }
        act { $0.shutDown(into: &$1) }
        for leg in Leg.allCases { world.timeline.schedule(.closesAtLast(leg), after: Self.patience) }
    }

    func woke(_ moment: Moment) {
        guard wakeup == moment, !isOver else { return }
        wakeup = nil
        if isDialing, session.isOverdue(at: world.now) {
            return unreachable("no connection in time", isTimeout: true)
        }
        act { $0.woke(at: world.now, into: &$1) }
        watch.holds(session, client, server)
    }

    private func stopDialing() {
        isDialing = false
        client.start()
        watch.gone(.server)
        act { $0.gone(.server, into: &$1) }
    }
}

// MARK: What the legs tell

extension SimulatedDriver {
    func received(_ bytes: Span<UInt8>, from leg: Leg) {
        watch.received(bytes.count)
        let sends = connection(leg.other)?.sends ?? 0
        var actions = spare
        spare = []
        session.received(bytes, from: leg, at: world.now, into: &actions)
        together(actions.count) {
            for action in actions {
                world.journal.add(action, at: world.now)
                if case .forward(let range, let target) = action {
                    watch.forwards(range, of: bytes.count, to: target)
                    write(bytes.extracting(range), to: target)
                } else {
                    perform(action)
                }
            }
        }
        actions.removeAll(keepingCapacity: true)
        spare = actions
        if let target = connection(leg.other) { watch.sent(target.sends - sends, to: leg.other) }
        noteWaiting(for: leg.other)
        passLargePayload(from: leg)
        watch.holds(session, client, server)
    }

    private func write(_ bytes: Span<UInt8>, to leg: Leg) {
        guard defect == .splitsWrites, bytes.count > 1 else { return connection(leg)?.write(bytes) ?? () }
        connection(leg)?.write(bytes.extracting(first: 1))
        connection(leg)?.write(bytes.extracting(droppingFirst: 1))
    }

    private func passLargePayload(from leg: Leg) {
        guard world.network.passesThrough else { return }
        let count = session.passable(from: leg)
        guard count > 0, let source = connection(leg), let target = connection(leg.other) else { return }
        source.passThrough(count, to: target)
    }

    func passedThrough(_ count: Int, from leg: Leg) {
        watch.received(count)
        world.journal.note("\(count) bytes from \(leg) passed unseen", at: world.now)
        session.passedThrough(count, from: leg, at: world.now)
    }

    func endAnnounced(by leg: Leg) {
        guard corked == nil, let target = connection(leg.other) else { return }
        watch.corked(target)
        target.cork()
        corked = leg.other
        atEndOfTurn(.uncork)
    }

    func ended(_ leg: Leg, _ how: LegEnd) {
        world.journal.note("\(leg) ended: \(how)", at: world.now)
        watch.ended(leg, how, other: connection(leg.other))
        isEnding = true
        act { $0.ended(leg, how, at: world.now, into: &$1) }
        isEnding = false
        uncork()
    }

    private func uncork() {
        guard let leg = corked.take() else { return }
        connection(leg)?.uncork()
        if let target = connection(leg) { watch.uncorked(target) }
        noteWaiting(for: leg)
    }

    private func noteWaiting(for leg: Leg) {
        guard defect != .neverResumes || !session.lane(from: leg.other).isPaused else { return }
        guard let waiting = connection(leg)?.bufferedBytes,
            waiting > 0 || session.lane(from: leg.other).isPaused
        else { return }
        act { $0.waiting(waiting, for: leg, into: &$1) }
    }

    private func closed(_ leg: Leg) {
        watch.gone(leg)
        let unsent = defect == .hidesLoss ? 0 : connection(leg)?.dropped ?? 0
        act { $0.gone(leg, unsent: unsent, into: &$1) }
    }
}

// MARK: Turns

extension SimulatedDriver {
    /// What the relay's loop finds.
    func perform(_ event: World.Event) {
        switch event {
        case .readable(let leg): connection(leg)?.readable()
        case .writable(let leg):
            guard let target = connection(leg) else { break }
            target.writable()
            connection(leg.other)?.readOn(to: target)
        case .closesAtLast(let leg): connection(leg)?.close()
        case .breaksAtLast(let leg): if connection(leg)?.isOpen == true { giveUp(leg) }
        case .resetsAtLast(let leg): if let late = connection(leg), late.isResetting { late.reset() }
        case .connected: connected()
        case .unreachable(let isTimeout): unreachable("nobody there", isTimeout: isTimeout)
        case .wake(let moment): woke(moment)
        case .shutDown: shutDown()
        case .plays(let rules): play(rules)
        case .arrivesAtPeer, .arrivesAtRelay, .peerGoesOn, .peerCanWrite, .peerReads, .peerDies: break
        }
    }

    /// The peer is gone, and what it sent before waits for one that never reads.
    private func giveUp(_ leg: Leg) {
        ended(leg, .reset)
        connection(leg)?.close()
    }

    func atEndOfTurn(_ what: TurnEnd) { endOfTurn.append(what) }

    /// What is added meanwhile is of this turn too.
    func endTurn() {
        var index = 0
        while index < endOfTurn.count {
            switch endOfTurn[index] {
            case .drained(let leg): if connection(leg)?.isOpen == true { noteWaiting(for: leg) }
            case .readsBeforeFailing(let leg): connection(leg)?.readBeforeFailing()
            case .closed(let leg): closed(leg)
            case .uncork: uncork()
            }
            index += 1
        }
        endOfTurn.removeAll(keepingCapacity: true)
    }
}

// MARK: Actions

extension SimulatedDriver {
    func connection(_ leg: Leg) -> SimulatedConnection? {
        switch leg {
        case .client: client
        case .server: hasServer ? server : nil
        }
    }

    private func act(_ body: (inout RelaySession, inout [Action]) -> Void) {
        var actions: [Action] = []
        body(&session, &actions)
        together(actions.count) {
            for action in actions {
                world.journal.add(action, at: world.now)
                perform(action)
            }
        }
    }

    /// What several actions write leaves in one piece, as what brought them up came.
    private func together(_ count: Int, _ body: () -> Void) {
        guard count > 1, defect != .splitsWrites else { return body() }
        let hadServer = hasServer
        client.cork()
        if hadServer { server.cork() }
        body()
        client.uncork()
        if hadServer { server.uncork() }
    }

    private func perform(_ action: Action) {
        watch.performs(action)
        switch action {
        case .forward: world.complain("bytes are forwarded that were not just received")
        case .write(let bytes, let leg): writeOwn(bytes, to: leg)
        case .pause(let leg): connection(leg)?.pauseReading()
        case .resume(let leg): connection(leg)?.resumeReading()
        case .end(let leg, let ending): end(leg, ending)
        case .wake(let moment): wake(at: moment)
        case .note(let evidence):
            record.note(evidence, at: world.now)
            world.journal.note(evidence)
        case .over: wakeup = nil
        }
    }

    private func writeOwn(_ bytes: [UInt8], to leg: Leg) {
        guard let connection = connection(leg) else { return }
        let offset = connection.handed + connection.bufferedBytes
        // With a scenario, most of what is written is what came.
        let isAnswer = options.rules == nil || watch.answers
        if leg == .client, isAnswer { connection.answer = (offset, bytes) }
        if leg == .server, isEnding, options.rules == nil || options.rewrite != nil {
            // What was held back to be rewritten and never will be goes out as it came.
            connection.answer = (offset, bytes)
            if options.rules == nil, !client.hasRead(suffix: bytes) {
                world.complain("\(bytes.count) strange bytes were held back")
            }
        }
        connection.write(bytes.span)
    }

    private func end(_ leg: Leg, _ ending: HangUp) {
        guard let connection = connection(leg) else { return }
        switch ending {
        case .finish where defect == .resetsForFinish, .reset where defect != .finishesForReset:
            connection.reset(flushWithin: Self.patience)
        case .finish, .reset: connection.finish(.finished)
        case .abort: connection.reset()
        case .truncate: connection.finish(.truncated)
        case .close:
            connection.finish(.finished)
            connection.resumeReading()
            world.timeline.schedule(.closesAtLast(leg), after: Self.patience)
        }
    }

    private func wake(at moment: Moment?) {
        wakeup = moment
        if let moment { world.timeline.schedule(.wake(moment), at: moment.microseconds) }
    }
}
