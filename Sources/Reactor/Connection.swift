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
        case broken(ConnectionFailure)
    }

    /// The loop it lives on.
    public let loop: EventLoop
    /// The other end; a Unix socket's is mostly without a name.
    public let peerAddress: SocketAddress
    /// Who is called. Gone once `closed` was called.
    public internal(set) var handler: (any ConnectionHandler)?
    /// When the queue has been above this and comes down to it, the handler hears `drained`.
    public var lowWater = 32 * 1024

    var descriptor: Descriptor
    var registration: Registration?
    /// What epoll was last told.
    var interest: Readiness = []
    var input = Input.idle
    var output = Output.open
    var queue = OutputQueue()
    var corks = 0
    var awaitsDrain = false
    var isEndAnnounced = false
    /// The kernel reported a hang-up, which cannot be masked, at a time when nobody wanted to read: epoll does not
    /// watch until reading goes on.
    var isParked = false

    /// TLS between the socket and the handler, if there is any.
    var tls: TLSChannel?
    var isSecure = false
    /// Written before the handshake was done.
    var waiting: [[UInt8]] = []
    var waitingCount = 0
    var isCloseNotifySent = false

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
        updateInterest()
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

    /// Bytes handed in that the kernel has not taken yet.
    public var bufferedBytes: Int { queue.byteCount + waitingCount }

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
        unwatch()
        if case .resetting(let pending) = output { pending.cancel(on: loop) }
        descriptor.close()
        input = .finished
        droppedBytes += bufferedBytes
        queue.removeAll()
        waiting = []
        waitingCount = 0
        loop.atEndOfTurn { [self] in
            handler?.closed()
            handler = nil
        }
    }

    /// Closes after a failure that the handler hears of. Only from the loop, never from a call of the owner.
    func fail(_ failure: ConnectionFailure) {
        guard isOpen else { return }
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
        let isEnding = !events.isDisjoint(with: [.peerFinished, .failed, .hungUp])
        if isEnding { announceEnd() }
        if case .reading = input { readAvailable(untilEmpty: isEnding) }
        if isOpen, events.contains(.writable) { flush() }
        guard isOpen, !events.isDisjoint(with: [.failed, .hungUp]) else { return }
        switch input {
        case .reading: break
        case .idle, .paused: park()
        case .finished: hangUpAfterEnd()
        }
    }

    func loopStopped() {
        close()
    }

    /// The peer's end was read before; now it has gone altogether.
    private func hangUpAfterEnd() {
        if case .resetting = output { return reset() }
        if case .broken(let failure) = output { return fail(failure) }
        if let error = Syscalls.takePendingError(descriptor.number, operation: "peer") {
            return fail(.system(error))
        }
        park()
    }

    /// Level-triggered epoll would report the hang-up in every turn.
    private func park() {
        flush()
        guard isOpen else { return }
        isParked = true
        unwatch()
    }

    /// Tells epoll what is wanted now, if that has changed.
    func updateInterest() {
        guard isOpen, !isParked else { return }
        var wanted: Readiness = []
        if case .reading = input { wanted = [.readable, .peerFinished] }
        if !queue.isEmpty, corks == 0 { wanted.insert(.writable) }
        if registration != nil, wanted == interest { return }
        interest = wanted
        do throws(SystemError) {
            if let registration {
                try loop.update(descriptor.number, registration, for: wanted)
            } else {
                registration = try loop.register(descriptor.number, for: wanted, self)
            }
        } catch {
            loop.atEndOfTurn { [self] in fail(.system(error)) }
        }
    }

    private func unwatch() {
        if let registration { loop.unregister(descriptor.number, registration) }
        registration = nil
    }
}
