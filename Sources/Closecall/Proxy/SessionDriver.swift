internal import Faults
internal import Observer
internal import Reactor
internal import Relay
internal import Scenarios

/// Performs one session's actions on two connections.
///
/// The client is not read before there is a server to send to, so that nothing has to be kept meanwhile.
final class SessionDriver {
    let number: Int
    /// What it plays.
    private(set) var programme: Programme
    /// A cycle until the session has ended.
    let worker: ProxyWorker
    private(set) var session: RelaySession
    private var record: SessionRecord
    private let client: Connection
    private var server: Connection?
    private var serverAddress: SocketAddress?
    private(set) var dialer: UpstreamDialer?
    private var wakeup: TimerToken?
    /// What is recorded of it, packet by packet.
    private let trace: SessionTrace?
    /// A leg whose bytes are held back, because the other's end is near and belongs with them.
    private var corked: Leg?
    private var isOver = false
    /// Whether a leg was ever paused: most sessions have no slow side.
    private var hasPaused = false
    /// Whether neither leg is read, as the proxy pauses.
    private var isHeld = false
    /// Kept here: to ask the session at every read is to copy it as a whole.
    private var hasRules: Bool

    /// How long an RST waits for what was sent before it, and a close for the peer's own.
    static let patience = Duration.seconds(2)

    init(number: Int, client: Connection, in worker: ProxyWorker) {
        self.number = number
        self.client = client
        self.worker = worker
        let now = worker.loop.moment
        programme = worker.shared.repertoire.current
        session = RelaySession(programme.options, at: now)
        hasRules = session.hasRules
        record = SessionRecord(start: now)
        trace = worker.desk.map { SessionTrace(session: number, on: $0) }
    }

    /// Looks for the server.
    func begin() {
        trace?.record(client, as: .client)
        worker.shared.options.journal?(
            .opened(session: number, client: client.peerAddress, at: worker.loop.moment))
        if worker.shared.options.keepsFrames, let journal = worker.shared.options.journal {
            tellOfFrames(to: journal)
        }
        if let first = session.firstWake { wake(at: first) }
        dialer = UpstreamDialer(
            worker.shared.options, for: client, reached: { [trace] in trace?.record($0, as: .server) }
        ) { [self] result in
            dialer = nil
            switch result {
            case .success(let upstream): connected(upstream)
            case .failure(let failure): unreachable(failure)
            }
        }
    }

    private func tellOfFrames(to journal: @escaping @Sendable (JournalEntry) -> Void) {
        let (number, start) = (number, record.start)
        session.tellOfFrames { direction, sight, glimpse in
            let (age, at) = (glimpse.mark.at - start, glimpse.mark.at)
            journal(
                .frame(session: number, direction, FrameSide(sight), glimpse, age: age, at: at))
        }
    }

    /// Closes a client that was never let in.
    func drop() {
        client.close()
    }

    /// Ends both legs.
    func shutDown(patience: Duration = SessionDriver.patience) {
        if dialer != nil { stopDialing() }
        act { $0.shutDown(into: &$1) }
        // A peer that does not end its half cannot hold up a proxy that stops.
        worker.loop.schedule(after: patience) { [self] in abandon() }
    }

    /// It was told how it ended, and its trace says so at last.
    func conclude(_ ending: Ending) {
        guard let trace, let recorder = worker.shared.options.trace else { return }
        let told = recorder.plan.isRedacted ? ending.redacted : ending
        trace.conclude(told.traceLine(in: worker.shared.options.traceLanguage))
    }

    /// What there is to tell.
    var report: SessionReport {
        let now = worker.loop.moment
        return SessionReport(
            number: number, client: client.peerAddress, server: serverAddress, record: record,
            toServer: session.toServer, toClient: session.toClient, age: now - record.start,
            waitingForClient: client.bufferedBytes, waitingForServer: server?.bufferedBytes ?? 0,
            ending: session.ending(client: clientProfile, server: serverProfile, at: now)
                ?? .unobserved(since: record.start),
            heldBack: session.held(.toServer).total + session.held(.toClient).total)
    }

    /// What the client is, as we were told or as its request shows it.
    private var clientProfile: EndpointProfile {
        let recognised = session.request.flatMap { EndpointProfile.recognised(in: $0) }
        return .named(worker.shared.options.clientProfile ?? recognised ?? .rfc6455)
    }

    private var serverProfile: EndpointProfile { .named(worker.shared.options.serverProfile) }

    private func connected(_ upstream: UpstreamConnection) {
        let connection = upstream.connection
        server = connection
        serverAddress = connection.peerAddress
        client.lowWater = worker.lowWater
        connection.lowWater = worker.lowWater
        startClient()
        let handler = LegHandler(.server, self)
        connection.start(handler)
        connection.hand(to: handler)
        if isHeld { pauseBoth() }
        act { $0.opened(at: worker.loop.moment, into: &$1) }
        if !upstream.early.isEmpty { received(upstream.early.span, from: .server) }
    }

    private func startClient() {
        do throws(TLSError) {
            if let tls = worker.shared.options.tls { try client.secure(with: tls) }
            client.start(LegHandler(.client, self))
        } catch {
            client.start(LegHandler(.client, self))
            abandon()
        }
    }

    func stopDialing() {
        dialer?.cancel()
        dialer = nil
        startClient()
        act { $0.gone(.server, into: &$1) }
    }

    private func unreachable(_ failure: UpstreamFailure) {
        startClient()
        act {
            $0.gone(.server, into: &$1)
            switch failure {
            case .refused(let reason): $0.unreachable(reason, into: &$1)
            case .tooSlow(let limit): $0.unreachable(after: limit, into: &$1)
            }
        }
    }

    private func abandon() {
        client.close()
        server?.close()
    }
}

// MARK: What the legs tell

extension SessionDriver {
    fileprivate func received(_ bytes: Span<UInt8>, from leg: Leg) {
        var actions = worker.takeActions()
        session.received(bytes, from: leg, at: worker.loop.moment, into: &actions)
        together(actions.count) {
            for action in actions {
                if case .forward(let range, let target) = action {
                    connection(target)?.write(bytes.extracting(range))
                } else {
                    perform(action)
                }
            }
        }
        worker.giveBack(&actions)
        trace?.settle(leg)
        reviewPassages()
        if hasPaused || connection(leg.other)?.isBackedUp == true { noteWaiting(for: leg.other) }
        passLargePayload(from: leg)
    }

    /// The middle of a large payload is moved by the kernel.
    private func passLargePayload(from leg: Leg) {
        let count = session.passable(from: leg)
        guard count > 0, let source = connection(leg), let target = connection(leg.other) else { return }
        source.passThrough(count, to: target)
    }

    /// What a rule did may be about bytes that were to pass unseen.
    private func reviewPassages() {
        guard hasRules else { return }
        for leg in Leg.allCases where session.passable(from: leg) == 0 {
            connection(leg)?.endPassThrough()
        }
    }

    fileprivate func passedThrough(_ count: Int, from leg: Leg) {
        session.passedThrough(count, from: leg, at: worker.loop.moment)
    }

    /// What is read from now on belongs together with the end that is already there: on the other leg they are to
    /// leave together too. Chromium tells a Close whose FIN came with it from one whose FIN came later.
    fileprivate func endAnnounced(by leg: Leg) {
        guard corked == nil, let target = connection(leg.other) else { return }
        target.cork()
        corked = leg.other
        worker.loop.atEndOfTurn { [self] in uncork() }
    }

    private func uncork() {
        guard let leg = corked.take() else { return }
        connection(leg)?.uncork()
        noteWaiting(for: leg)
    }

    fileprivate func ended(_ leg: Leg, _ how: LegEnd) {
        act { $0.ended(leg, how, at: worker.loop.moment, into: &$1) }
        uncork()
    }

    fileprivate func failed(_ leg: Leg, _ failure: ConnectionFailure) {
        if leg == .server, case .tls(let error) = failure, session.toClient.bytes == 0 {
            return act {
                $0.insecure(.server, "\(error)", into: &$1)
                $0.gone(.server, into: &$1)
                $0.unreachable("\(error)", advice: error.upstreamAdvice, into: &$1)
            }
        }
        if leg == .client, case .tls(let error) = failure, session.toServer.bytes == 0 {
            act { $0.insecure(.client, "\(error)", into: &$1) }
        }
        ended(leg, failure.isReset ? .reset : .failed("\(failure)"))
    }

    /// What the peer sent before may wait for a peer that never reads: that is no reason to wait for ever.
    fileprivate func brokenOff(_ leg: Leg) {
        worker.loop.schedule(after: Self.patience) { [self] in
            guard let connection = connection(leg), connection.isOpen else { return }
            ended(leg, .reset)
            connection.close()
        }
    }

    fileprivate func noteWaiting(for leg: Leg) {
        guard let waiting = connection(leg)?.bufferedBytes,
            waiting > 0 || session.lane(from: leg.other).isPaused
        else { return }
        act { $0.waiting(waiting, for: leg, into: &$1) }
    }

    fileprivate func closed(_ leg: Leg) {
        act { $0.gone(leg, unsent: connection(leg)?.droppedBytes ?? 0, into: &$1) }
    }
}

// MARK: Actions

extension SessionDriver {
    private func connection(_ leg: Leg) -> Connection? {
        switch leg {
        case .client: client
        case .server: server
        }
    }

    func act(_ body: (inout RelaySession, inout [Action]) -> Void) {
        var actions = worker.takeActions()
        body(&session, &actions)
        together(actions.count) {
            for action in actions { perform(action) }
        }
        worker.giveBack(&actions)
        hasRules = session.hasRules
        reviewPassages()
    }

    /// What several actions write leaves in one piece, as what brought them up came.
    private func together(_ count: Int, _ body: () -> Void) {
        guard count > 1 else { return body() }
        let server = server
        client.cork()
        server?.cork()
        body()
        client.uncork()
        server?.uncork()
    }

    private func perform(_ action: Action) {
        switch action {
        case .forward: preconditionFailure("only bytes just received can be forwarded")
        case .write(let bytes, let leg): connection(leg)?.write(bytes)
        case .pause(let leg):
            hasPaused = true
            connection(leg)?.pauseReading()
        case .resume(let leg): if !isHeld { connection(leg)?.resumeReading() }
        case .end(let leg, let ending): end(leg, ending)
        case .wake(let moment): wake(at: moment)
        case .note(let evidence):
            record.note(evidence, at: worker.loop.moment)
            if case .fired(let firing) = evidence { fired(firing) }
        case .over: over()
        }
    }

    private func fired(_ firing: RuleFiring) {
        worker.fired(firing)
        trace?.fired(firing)
        guard let journal = worker.shared.options.journal else { return }
        journal(
            .fired(
                session: number, key: record.key ?? "", ordinal: record.ordinal, firing,
                age: worker.loop.moment - record.start, at: worker.loop.moment))
    }

    private func end(_ leg: Leg, _ ending: HangUp) {
        guard let connection = connection(leg) else { return }
        switch ending {
        case .finish: connection.finish()
        case .truncate: connection.finish(truncating: true)
        case .reset: connection.reset(flushWithin: Self.patience)
        case .abort: connection.reset()
        case .close:
            connection.finish()
            connection.resumeReading()
            worker.loop.schedule(after: Self.patience) { connection.close() }
        }
    }

    private func wake(at moment: Moment?) {
        if let wakeup = wakeup.take() { worker.loop.cancel(wakeup) }
        guard let moment else { return }
        wakeup = worker.loop.schedule(at: MonotonicTime(microseconds: moment.microseconds)) { [self] in
            wakeup = nil
            if dialer != nil, session.isOverdue(at: worker.loop.moment) {
                dialer?.cancel()
                dialer = nil
                return unreachable(.tooSlow(worker.loop.moment - record.start))
            }
            act { $0.woke(at: worker.loop.moment, into: &$1) }
        }
    }

    private func over() {
        guard !isOver else { return }
        isOver = true
        if let wakeup { worker.loop.cancel(wakeup) }
        wakeup = nil
        worker.ended(self)
    }
}

// MARK: What it is told to do

extension SessionDriver {
    /// Plays something else from now on.
    func play(_ programme: Programme) {
        let old = self.programme
        self.programme = programme
        guard programme.rules !== old.rules else { return }
        act { $0.play(programme.rules, at: worker.loop.moment, into: &$1) }
    }

    /// Does what a rule says, now.
    func fire(_ rule: Rule) {
        // Who is not there yet cannot be ended: nobody looks for it any more.
        if dialer != nil, rule.faults.contains(where: { !($0 is any LastingFault) }) { stopDialing() }
        act { $0.fire(rule, at: worker.loop.moment, into: &$1) }
    }

    /// Ends both legs behind what is on its way, but does not wait for ever for that.
    func end() {
        fire(
            Rule(name: "end by command", identity: "command: end", when: When(), faults: [CloseConnection()]))
        worker.loop.schedule(after: Self.patience) { [self] in
            if !isOver { shutDown() }
        }
    }

    /// Reads neither leg until `letGo`.
    func hold() {
        isHeld = true
        session.hold(at: worker.loop.moment)
        pauseBoth()
    }

    /// Reads on.
    func letGo() {
        isHeld = false
        act { $0.letGo(at: worker.loop.moment, into: &$1) }
        for leg in Leg.allCases where !session.isPaused(leg) { connection(leg)?.resumeReading() }
    }

    private func pauseBoth() {
        client.pauseReading()
        server?.pauseReading()
    }
}

/// One leg's events, handed to the session's driver.
private final class LegHandler: ConnectionHandler {
    private let leg: Leg
    private let driver: SessionDriver

    init(_ leg: Leg, _ driver: SessionDriver) {
        self.leg = leg
        self.driver = driver
    }

    func received(_ bytes: inout MutableSpan<UInt8>) { driver.received(bytes.span, from: leg) }
    func passedThrough(_ count: Int) { driver.passedThrough(count, from: leg) }
    func endAnnounced() { driver.endAnnounced(by: leg) }
    func brokenOff() { driver.brokenOff(leg) }
    func drained() { driver.noteWaiting(for: leg) }
    func closed() { driver.closed(leg) }
    func failed(_ failure: ConnectionFailure) { driver.failed(leg, failure) }

    func peerFinished(_ end: PeerEnd) {
        switch end {
        case .finished: driver.ended(leg, .finished)
        case .truncated: driver.ended(leg, .truncated)
        }
    }
}

extension EventLoop {
    /// The turn's time as sessions take it.
    var moment: Moment { Moment(microseconds: now.microseconds) }
}

extension TLSError {
    /// What helps when the upstream and we do not come to terms.
    fileprivate var upstreamAdvice: String? {
        switch kind {
        case .untrustedCertificate:
            "Trust its authority with --upstream-ca FILE, or take any certificate with --upstream-insecure"
        case .wrongName: "Name the upstream as its certificate does, or use --upstream-insecure"
        case .outOfDate: "Renew its certificate, check the clock here, or use --upstream-insecure"
        case .notTLS: "If the server speaks no TLS, write ws:// in --upstream"
        default: nil
        }
    }
}

extension FrameSide {
    fileprivate init(_ sight: SessionObserver.Sight) {
        switch sight {
        case .sent: self = .received
        case .got: self = .sent
        case .both: self = .passed
        }
    }
}
