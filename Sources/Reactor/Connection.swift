internal import CLinux

// Sendable: only `loop`, `peerAddress` and `isTCP` may be read elsewhere, and they never change; everything else
// is touched on the loop's thread only, which `assertOnLoop` checks in debug builds. The reference itself may
// travel, so that other threads can name the connection in `loop.submit`.

/// One TCP or Unix stream on a loop.
///
/// Its two halves end apart: `input` when the peer has finished, `output` when `finish()` has sent our FIN. When
/// both have, or one of `close`, `reset` or a failure cuts it short, the descriptor is closed and the handler
/// hears `closed`, at the end of the turn, so that no call into the connection calls the handler back at once.
public final class Connection: @unchecked Sendable {
    enum Input {
        /// `start` was not called yet.
        case idle
        case reading
        case paused
        case finished
    }

    enum Output {
        case open
        /// `finish()` was called, the queue is not empty yet.
        case finishing
        case finished
        /// A reset follows when all has left; nothing more is read or taken in.
        case resetting(PendingReset)
        /// Writing failed. What the peer sent before is still delivered; then the handler hears of it.
        indirect case broken(ConnectionFailure)
    }

    /// The loop it lives on.
    public let loop: EventLoop
    /// The other end; a Unix socket's is mostly without a name.
    public let peerAddress: SocketAddress
    /// Who is called. Gone once `closed` was called.
    public internal(set) var handler: (any ConnectionHandler)?
    /// When the queue has been above this and comes down to it, the handler hears `drained`.
    public var lowWater = 32 * 1024
    /// How much one read takes at most; never more than the loop's buffer has. A small one leaves the bytes behind a
    /// header in the kernel, for `passThrough`.
    public var readLimit = Int.max

    var descriptor: Descriptor
    var registration: Registration?
    /// Whether epoll tells of room for output. It is told to when a socket was full for the first time.
    var watchesOutput = false
    /// Whether epoll tells of changes only, because nobody wants to read for now.
    var isSilenced = false
    var input = Input.idle
    var output = Output.open
    var queue = OutputQueue()
    var corks = 0
    /// Something was written or finished while corked. Most reads write to another connection.
    var wasWritten = false
    var awaitsDrain = false
    /// Set by an event, cleared by a read that found the socket empty.
    var isReadable = false
    /// The kernel takes no more, and an event will tell when it does.
    var isFull = false
    /// The peer's end is in the kernel.
    var isEndThere = false
    var isEndAnnounced = false
    /// The peer has broken off, though what it sent before may not have been read yet.
    var isBreakThere = false
    var isBreakTold = false
    /// A short read does not mean that there is no more.
    var readsUntilEmpty = false
    /// It stands in the loop's list of those that go on reading without an event.
    var isQueuedToRead = false
    /// What passes through from here, and what passes through to here.
    var outbound: Passage?
    var inbound: Passage?

    /// TLS between the socket and the handler, if there is any.
    var tls: TLSLayer?

    /// Who sees what crosses it. Set before anything is read or written.
    public var tap: (any ConnectionTap)?

    init(_ descriptor: consuming Descriptor, peer: SocketAddress, on loop: EventLoop) {
        self.descriptor = descriptor
        self.peerAddress = peer
        self.loop = loop
    }

    /// Begins to read. `handler` is kept until `closed`.
    public func start(_ handler: any ConnectionHandler) {
        loop.assertOnLoop()
        guard isOpen, case .idle = input else { return }
        self.handler = handler
        input = .reading
        watch()
        readSoon()
        if isSecure { wakeTLS() }
    }

    /// Gives the connection to another handler, which hears everything from now on.
    public func hand(to handler: any ConnectionHandler) {
        loop.assertOnLoop()
        if isOpen { self.handler = handler }
    }

    /// Whether it can still be used in some direction.
    public var isOpen: Bool { descriptor.isOpen }

    /// Bytes handed in that the kernel never took, because the connection broke or was closed before.
    public internal(set) var droppedBytes = 0

    /// Whether nothing leaves at present, the socket being full or TLS in its handshake, so that bytes may be
    /// waiting here.
    public var isBackedUp: Bool { isFull || tls?.waiting.isEmpty == false }

    /// Bytes handed in that the kernel has not taken yet.
    public var bufferedBytes: Int {
        queue.byteCount + (tls?.waiting.byteCount ?? 0) + (inbound?.pipedCount ?? 0)
    }

    /// Our own address.
    public func localAddress() throws(SystemError) -> SocketAddress {
        try Syscalls.localAddress(descriptor.number)
    }
}

// MARK: Ending

extension Connection {
    /// Closes at once and drops what is queued. If the peer's bytes are unread, TCP sends a reset;
    /// `finish()` and waiting for the peer's end is the polite way.
    public func close() {
        loop.assertOnLoop()
        guard isOpen else { return }
        shut()
    }

    /// Closes the descriptor; `closed` follows at the end of the turn.
    func shut() {
        tapClosing()
        unwatch()
        if case .resetting(let pending) = output { pending.cancel(on: loop) }
        descriptor.close()
        input = .finished
        droppedBytes += bufferedBytes
        queue.removeAll(to: loop.chunks)
        dropPassages()
        tls?.waiting.removeAll(to: loop.chunks)
        loop.atEndOfTurn { [self] in
            handler?.closed()
            handler = nil
            tap = nil
        }
    }

    /// Closes after a failure that the handler hears of. Only from the loop, never from a call of the owner.
    func fail(_ failure: ConnectionFailure) {
        guard isOpen else { return }
        tapFailure(failure)
        shut()
        handler?.failed(failure)
    }

    /// Closes when both directions have come to their end.
    func concludeIfFinished() {
        if isOpen, case .finished = input, case .finished = output { shut() }
    }
}

// MARK: Epoll

extension Connection: EventTarget {
    func ready(_ events: Readiness) {
        latch(events)
        let isBroken = !events.isDisjoint(with: [.failed, .hungUp])
        if isBroken, case .resetting = output { return reset() }
        readAvailable()
        if isOpen, isFull, isBroken || events.contains(.writable) {
            isFull = false
            flush()
        }
        if isOpen, isBroken, case .finished = input { hangUpAfterEnd() }
        if isBreakThere { tellOfBreakIfPaused() }
        settle(events)
    }

    /// Whether an event about input is of use now.
    private var wantsInput: Bool {
        if case .reading = input { return outbound?.isWaiting != true }
        return false
    }

    /// A level-triggered epoll would tell of what nobody wants now in every turn.
    private func settle(_ events: Readiness) {
        guard isOpen else { return }
        let isUnwanted = !isSilenced && !wantsInput && !events.isDisjoint(with: .anyInput)
        let isIdle = watchesOutput && !isFull && events.contains(.writable)
        if isUnwanted { isSilenced = true }
        if isIdle { watchesOutput = false }
        if isUnwanted || isIdle { rearm() }
    }

    /// Hears of input again.
    func listen() {
        guard isSilenced, wantsInput else { return }
        isSilenced = false
        rearm()
    }

    /// Remembers what an event said: it will not be said again.
    private func latch(_ events: Readiness) {
        if events.isDisjoint(with: .anyInput) { return }
        isReadable = true
        if !events.isDisjoint(with: .anyEnd) { isEndThere = true }
        // Not a hang-up: after both ends what came before them may take its time.
        if events.contains(.failed) { isBreakThere = true }
        if isEndThere || events.contains(.urgent) { readsUntilEmpty = true }
    }

    func loopStopped() {
        close()
    }

    /// The peer's end was read before; now it has gone altogether.
    private func hangUpAfterEnd() {
        if case .broken(let failure) = output { return fail(failure) }
        if let error = Syscalls.takePendingError(descriptor.number, operation: "peer") {
            fail(.system(error))
        }
    }

    private var interest: Readiness {
        var wanted: Readiness = [.readable, .peerFinished]
        if watchesOutput { wanted.insert(.writable) }
        if isSilenced { wanted.insert(.edges) }
        return wanted
    }

    /// Begins to watch, unless a connector did before.
    private func watch() {
        guard isOpen, registration == nil else { return }
        do throws(SystemError) {
            registration = try loop.register(descriptor.number, for: interest, self)
        } catch {
            loop.atEndOfTurn { [self] in fail(.system(error)) }
        }
    }

    /// Takes over from a connector what it watched, and the last event it got.
    func adopt(_ registration: Registration, after events: Readiness) {
        self.registration = registration
        watchesOutput = true
        loop.hand(registration, to: self)
        latch(events)
    }

    /// Gives up what it adopted when nobody has started it.
    func disownUnstarted() {
        guard isOpen, case .idle = input, let registration else { return }
        loop.unregister(descriptor.number, registration)
        self.registration = nil
        watchesOutput = false
    }

    /// Tells epoll what is wanted now, and makes it look again: an event comes if there is cause for one.
    func rearm() {
        guard isOpen else { return }
        guard let registration else { return watch() }
        do throws(SystemError) {
            try loop.update(descriptor.number, registration, for: interest)
        } catch {
            loop.atEndOfTurn { [self] in fail(.system(error)) }
        }
    }

    /// Closing the descriptor ends the watch, too.
    private func unwatch() {
        if let registration { loop.forget(registration) }
        registration = nil
    }
}
