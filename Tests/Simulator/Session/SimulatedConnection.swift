internal import Observer

/// The relay's end of a leg: what `Reactor.Connection` is to a socket, with its names, states and order of calls.
///
/// One thing differs: events of one turn belong to one leg, and `readable` is planned where epoll would tell.
final class SimulatedConnection {
    enum Input {
        /// `start` was not called yet.
        case idle
        case reading
        case paused
        case finished
    }

    enum Output {
        case open
        case finishing(Pipe.End)
        case finished
        case broken
        case resetting
    }

    let leg: Leg
    let world: World
    unowned var handler: SimulatedDriver?
    var input = Input.idle
    var output = Output.open
    private(set) var isOpen = true
    private var isBreakTold = false
    private var hasAnnouncedEnd = false
    private var corks = 0
    private var awaitsDrain = false
    /// Whether the kernel took less than it might have, and says when it takes more.
    private var isFull = false
    /// Bytes that were handed in, never sent, and dropped with the connection.
    private(set) var dropped = 0
    /// Bytes that a kernel took.
    private(set) var handed = 0
    let lowWater: Int

    /// What the peer sends: its bytes stay where they are, marks move along them.
    var incoming: Pipe
    var incomingBytes: [UInt8] = []
    /// What goes to the peer. The first bytes are in a kernel's hands, the others wait here for one.
    var outgoing: Pipe
    private(set) var stream = ByteQueue()

    /// How many of the next bytes go to the other leg unseen.
    private var passing = 0
    private unowned var passingTarget: SimulatedConnection?
    /// Whether the other leg stopped reading because a kernel has no room for what passes to this one.
    private var isPassageWaiting = false
    /// Whether the peer waits for room.
    var isPeerWaiting = false

    /// How often a kernel took bytes, and the pieces in which a playbook's peer gets them.
    private(set) var sends = 0
    var onSend: ((_ bytes: [UInt8], _ end: Pipe.End?) -> Void)?
    /// What the relay itself says from some place on.
    var answer: (offset: Int, bytes: [UInt8])?
    /// The canary: the byte of this number is lost.
    var losesByte: Int?

    init(_ leg: Leg, in world: World, lowWater: Int) {
        self.leg = leg
        self.world = world
        self.lowWater = lowWater
        incoming = Pipe(window: world.network.window)
        outgoing = Pipe(window: world.network.window)
    }

    /// Bytes handed in that the kernel has not taken yet.
    var bufferedBytes: Int { stream.count - outgoing.unread }

    func start() {
        guard isOpen, case .idle = input else { return }
        input = .reading
        world.timeline.schedule(.readable(leg))
    }
}

// MARK: Writing

extension SimulatedConnection {
    func write(_ bytes: Span<UInt8>) {
        guard isOpen, case .open = output else { return dropped += bytes.count }
        guard !bytes.isEmpty else { return }
        stream.append(bytes)
        if let number = losesByte, outgoing.written + bufferedBytes > number {
            losesByte = nil
            stream.lose(at: stream.count - 1)
        }
        flush()
    }

    func cork() { corks += 1 }

    func uncork() {
        corks -= 1
        flush()
    }

    func finish(_ how: Pipe.End) {
        guard isOpen, case .open = output else { return }
        output = .finishing(how)
        flush()
    }

    func flush() {
        guard isOpen else { return }
        guard corks == 0 else {
            if bufferedBytes > lowWater { awaitsDrain = true }
            return
        }
        push()
    }

    private func push() {
        if incoming.hasResetArrived { return breakOutput() }
        let count = taken()
        if count > 0 { send(count) }
        if bufferedBytes > lowWater { awaitsDrain = true }
        if awaitsDrain, bufferedBytes <= lowWater {
            awaitsDrain = false
            if !isResetting { handler?.atEndOfTurn(.drained(leg)) }
        }
        if case .finishing(let how) = output, bufferedBytes == 0 {
            tell(count, how)
            outgoing.finish(how)
            output = .finished
            moveOutgoing()
            concludeIfFinished()
        } else if count > 0 {
            tell(count, nil)
        }
    }

    private func tell(_ count: Int, _ end: Pipe.End?) {
        onSend?(stream.copy(last: count, before: outgoing.unread), end)
    }

    /// How much the kernel takes now.
    private func taken() -> Int {
        guard !isFull else { return 0 }
        let possible = min(bufferedBytes, outgoing.free)
        guard possible > 1, world.chance(world.network.shortWrites) else { return possible }
        isFull = true
        world.timeline.schedule(.writable(leg), after: world.latency())
        return world.random.number(in: 1...possible)
    }

    /// The loop found that the kernel takes bytes again.
    func writable() {
        isFull = false
        flush()
    }

    private func send(_ count: Int) {
        sends += 1
        handed += count
        outgoing.write(count)
        moveOutgoing()
    }

    private func moveOutgoing() {
        guard !outgoing.isMoving else { return }
        outgoing.isMoving = true
        world.timeline.schedule(.arrivesAtPeer(leg), after: world.latency())
    }

    private func breakOutput() {
        guard !isResetting else { return reset() }
        output = .broken
        dropQueue()
        awaitsDrain = false
        handler?.atEndOfTurn(.readsBeforeFailing(leg))
    }

    private func dropQueue() {
        dropped += bufferedBytes
        stream.keep(outgoing.unread)
    }

    /// What the peer reads is out of the kernel's hands.
    func peerTook(_ count: Int) {
        stream.drop(count)
        outgoing.take(count)
        guard isOpen, bufferedBytes > 0 || isPassageWaiting else { return }
        world.timeline.schedule(.writable(leg), after: world.latency())
    }
}

// MARK: Reading

extension SimulatedConnection {
    func pauseReading() {
        if case .reading = input { input = .paused }
    }

    func resumeReading() {
        guard isOpen, case .paused = input else { return }
        input = .reading
        world.timeline.schedule(.readable(leg))
    }

    /// The loop found something to read, be it an end.
    func readable() {
        guard isOpen else { return }
        let isEnding = incoming.arrivedEnd != nil || incoming.hasResetArrived
        if case .reading = input {
            if isEnding { announceEnd() }
            readAvailable(untilEmpty: isEnding)
        }
        guard isOpen, incoming.hasResetArrived else { return }
        switch input {
        case .reading: break
        case .idle: flush()
        case .paused:
            flush()
            tellOfBreak()
        case .finished: hangUpAfterEnd()
        }
    }

    private func tellOfBreak() {
        guard isOpen, !isBreakTold else { return }
        isBreakTold = true
        world.timeline.schedule(.breaksAtLast(leg), after: SimulatedDriver.patience)
    }

    private func announceEnd() {
        guard !hasAnnouncedEnd else { return }
        hasAnnouncedEnd = true
        handler?.endAnnounced(by: leg)
    }

    func readAvailable(untilEmpty: Bool) {
        var share = world.network.bytesPerTurn
        while isOpen, case .reading = input {
            guard share > 0 else { return world.timeline.schedule(.readable(leg)) }
            guard incoming.available > 0 else { return readEnd() }
            if passing > 0, let target = passingTarget {
                guard let count = pass(to: target) else { return }
                share -= count
                continue
            }
            let count = min(incoming.available, world.network.readSize)
            share -= count
            deliver(count)
            if count < world.network.readSize, !untilEmpty { return }
        }
    }

    private func deliver(_ count: Int) {
        let start = incoming.read
        take(count)
        corks += 1
        handler?.received(incomingBytes.span.extracting(start..<start + count), from: leg)
        corks -= 1
        flush()
    }

    private func take(_ count: Int) {
        incoming.take(count)
        guard isPeerWaiting else { return }
        isPeerWaiting = false
        world.timeline.schedule(.peerCanWrite(leg), after: world.latency())
    }

    private func readEnd() {
        if incoming.hasResetArrived { return fail(.reset) }
        if let end = incoming.arrivedEnd {
            input = .finished
            corks += 1
            handler?.ended(leg, end == .finished ? .finished : .truncated)
            corks -= 1
            flush()
            concludeIfFinished()
        }
    }

    func hasRead(suffix: [UInt8]) -> Bool {
        incomingBytes[..<incoming.read].suffix(suffix.count).elementsEqual(suffix)
    }

    /// Writing failed: what the peer sent before is read first.
    func readBeforeFailing() {
        guard isOpen, case .broken = output else { return }
        switch input {
        case .reading: readAvailable(untilEmpty: true)
        case .finished: fail(.reset)
        case .idle, .paused: break
        }
    }

    /// The peer's end was read before; now it has gone altogether.
    private func hangUpAfterEnd() {
        if isResetting { return reset() }
        fail(.reset)
    }
}

// MARK: Bytes that the kernel moves

extension SimulatedConnection {
    /// Moves the next `count` bytes to `target` without showing them.
    func passThrough(_ count: Int, to target: SimulatedConnection) {
        passing = count
        passingTarget = target
    }

    /// What has not passed yet is shown.
    func endPassThrough() { passing = 0 }

    /// The other leg has room again, which a leg that is passed through may have waited for.
    func readOn(to target: SimulatedConnection) {
        guard target.isPassageWaiting else { return }
        target.isPassageWaiting = false
        if passing > 0, incoming.available > 0 { readable() }
    }

    /// Nil when the target has no room; it says so when it has.
    private func pass(to target: SimulatedConnection) -> Int? {
        guard target.isOpen, case .open = target.output, !target.incoming.hasResetArrived else {
            passing = 0
            return 0
        }
        guard target.bufferedBytes == 0, target.corks == 0 else {
            // The queue comes first, and grows no further than the session allows.
            passing = 0
            return 0
        }
        let count = min(min(passing, incoming.available), target.outgoing.free)
        guard count > 0 else {
            target.isPassageWaiting = true
            return nil
        }
        let start = incoming.read
        take(count)
        target.stream.append(incomingBytes.span.extracting(start..<start + count))
        target.send(count)
        passing -= count
        handler?.passedThrough(count, from: leg)
        return count
    }
}

// MARK: Ending

extension SimulatedConnection {
    var isResetting: Bool { if case .resetting = output { true } else { false } }

    /// Closes at once and drops what is queued.
    func close() {
        guard isOpen else { return }
        if incoming.available > 0 || incoming.inFlight > 0 { outgoing.reset(losing: false) }
        outgoing.finish(.finished)
        moveOutgoing()
        shut()
    }

    /// Breaks the connection at once: what is queued here or in the kernel is lost.
    func reset() {
        guard isOpen else { return }
        dropQueue()
        outgoing.reset(losing: true)
        stream.keep(outgoing.unread)
        moveOutgoing()
        shut()
    }

    /// Breaks the connection once everything has reached the peer, at the latest after `limit`.
    func reset(flushWithin limit: Int) {
        guard isOpen else { return }
        if case .broken = output { return reset() }
        if isResetting { return }
        output = .resetting
        input = .finished
        push()
        guard isOpen else { return }
        world.timeline.schedule(.resetsAtLast(leg), after: limit)
        resetIfDue()
    }

    /// Called whenever something has reached the peer.
    func resetIfDue() {
        if isOpen, isResetting, bufferedBytes == 0, outgoing.inFlight == 0 { reset() }
    }

    /// What came for a socket that is gone.
    func answerWithReset() {
        incoming.drain()
        guard !outgoing.isReset else { return }
        outgoing.reset(losing: false)
        moveOutgoing()
    }

    func concludeIfFinished() {
        if isOpen, case .finished = input, case .finished = output { shut() }
    }

    private func fail(_ how: LegEnd) {
        guard isOpen else { return }
        shut()
        handler?.ended(leg, how)
    }

    private func shut() {
        isOpen = false
        input = .finished
        dropQueue()
        handler?.atEndOfTurn(.closed(leg))
    }
}
