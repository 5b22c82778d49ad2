internal import Observer

/// A client or a server: plays its plan on its end of a leg, and checks what comes.
final class SimulatedPeer {
    private enum Waiting {
        case nothing
        case time
        case room
        case bytes(Int)
        case end
    }

    let leg: Leg
    private let world: World
    private let connection: SimulatedConnection
    private let plan: PeerPlan
    /// What should come, as far as it comes.
    private var expected: [UInt8]
    private var nextStep = 0
    private var waiting = Waiting.nothing
    /// Bytes that a step has asked to write and the kernel has not taken.
    private var unwritten = 0
    private var readsSlowly = false
    /// Whether a scenario may have changed what comes.
    var takesAnything = false
    /// How many bytes came.
    private(set) var received = 0
    /// The end that came.
    private(set) var heard: HeardEnd?
    /// Whether it ended all of its own accord.
    private(set) var isGone = false
    private(set) var hasFinished = false

    enum HeardEnd: Hashable { case finished, truncated, reset }

    init(_ plan: PeerPlan, expects expected: [UInt8], at connection: SimulatedConnection, in world: World) {
        self.plan = plan
        self.expected = expected
        self.connection = connection
        self.world = world
        leg = connection.leg
        connection.incomingBytes = plan.bytes
    }

    var hasAllItExpects: Bool { received == expected.count }
}

// MARK: Its doings

extension SimulatedPeer {
    func begin() {
        waiting = .time
        world.timeline.schedule(.peerGoesOn(leg), after: world.latency())
    }

    func pauseIsOver() {
        guard case .time = waiting else { return }
        goOn()
    }

    func canWrite() {
        guard case .room = waiting else { return }
        goOn()
    }

    private func goOn() {
        waiting = .nothing
        while !isGone, write() {
            guard nextStep < plan.steps.count else { return }
            let step = plan.steps[nextStep]
            guard isDue(step) else { return }
            nextStep += 1
            perform(step)
            guard case .nothing = waiting else { return }
        }
    }

    private func isDue(_ step: PeerPlan.Step) -> Bool {
        switch step {
        case .awaitBytes(let count) where received < count && heard == nil: waiting = .bytes(count)
        case .awaitEnd where heard == nil: waiting = .end
        default: return true
        }
        return false
    }

    private func perform(_ step: PeerPlan.Step) {
        world.journal.note("  the \(leg)'s step: \(step)", at: world.now)
        switch step {
        case .send(let count): unwritten += count
        case .pause(let microseconds):
            waiting = .time
            world.timeline.schedule(.peerGoesOn(leg), after: microseconds)
        case .awaitBytes, .awaitEnd: break
        case .finish: finish(.finished)
        case .truncate: finish(.truncated)
        case .close: close()
        case .reset: reset()
        }
    }

    /// Whether all was written that is to be written.
    private func write() -> Bool {
        guard unwritten > 0 else { return true }
        let count = min(unwritten, connection.incoming.free)
        connection.incoming.write(count)
        unwritten -= count
        if count > 0 { move() }
        if unwritten > 0 {
            waiting = .room
            connection.isPeerWaiting = true
        }
        return unwritten == 0
    }

    private func move() {
        guard !connection.incoming.isMoving else { return }
        connection.incoming.isMoving = true
        world.timeline.schedule(.arrivesAtRelay(leg), after: world.latency())
    }

    private func finish(_ how: Pipe.End) {
        guard !hasFinished else { return }
        hasFinished = true
        connection.incoming.finish(how)
        move()
    }

    private func close() {
        guard connection.outgoing.available == 0 else { return reset() }
        finish(.finished)
        isGone = true
    }

    private func reset() {
        guard !isGone || !connection.incoming.isReset else { return }
        isGone = true
        connection.incoming.reset(losing: world.network.losesAtReset)
        drain()
        move()
    }

    /// Whatever it was about to do.
    func die() {
        guard !isGone, heard != .reset, heard == nil || !hasFinished else { return }
        reset()
    }
}

// MARK: What comes

extension SimulatedPeer {
    /// Its kernel got something.
    func arrived() {
        if isGone {
            // A closed socket answers bytes with a reset.
            if connection.outgoing.available > 0, !connection.incoming.isReset {
                connection.incoming.reset(losing: false)
                move()
            }
            return drain()
        }
        switch plan.reading {
        case .eager: read(connection.outgoing.available)
        case .slow(_, let pause): readLater(pause)
        case .never: hearReset()
        }
    }

    private func readLater(_ microseconds: Int) {
        guard !readsSlowly else { return }
        readsSlowly = true
        world.timeline.schedule(.peerReads(leg), after: microseconds)
    }

    func reads() {
        readsSlowly = false
        guard !isGone, case .slow(let count, let pause) = plan.reading else { return }
        read(min(count, connection.outgoing.available))
        if connection.outgoing.available > 0 || heard == nil && connection.outgoing.hasEndArrived {
            readLater(pause)
        }
    }

    private func read(_ count: Int) {
        if count > 0 {
            check(count)
            received += count
            connection.peerTook(count)
        }
        if connection.outgoing.available == 0 { hearEnd() }
        hearReset()
        switch waiting {
        case .bytes(let count) where received >= count || heard != nil: goOn()
        case .end where heard != nil: goOn()
        default: break
        }
    }

    private func check(_ count: Int) {
        if let answer = connection.answer {
            connection.answer = nil
            expected = expected.prefix(answer.offset) + answer.bytes
        }
        guard !takesAnything, !connection.stream.startsWith(count, of: expected, at: received) else { return }
        world.complain(
            "\(leg) got other bytes than were sent, somewhere from \(received) to \(received + count)")
    }

    private func hearEnd() {
        guard heard == nil, let end = connection.outgoing.arrivedEnd else { return }
        heard = end == .finished ? .finished : .truncated
        world.journal.note("  the \(leg) heard the end after \(received) bytes", at: world.now)
    }

    private func hearReset() {
        guard connection.outgoing.hasResetArrived, heard != .reset else { return }
        heard = .reset
        world.journal.note("  the \(leg) heard a reset after \(received) bytes", at: world.now)
        isGone = true
        drain()
    }

    private func drain() {
        let count = connection.outgoing.available
        if count > 0 { connection.peerTook(count) }
    }
}
