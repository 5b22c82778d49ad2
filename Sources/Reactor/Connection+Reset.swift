extension Connection {
    /// Breaks the connection so that the peer sees a reset, at once: what is queued here or in the kernel is lost.
    /// Unix sockets know none: their peer sees an end, or a reset if it had sent bytes that were not read.
    public func reset() {
        loop.assertOnLoop()
        guard isOpen else { return }
        // A socket that is gone already cannot be set, and needs no reset.
        try? Syscalls.resetOnClose(descriptor.number)
        tap?.reset()
        shut()
    }

    /// Breaks the connection with a reset once everything written has reached the peer's system, at the latest
    /// after `limit`. Nothing is read meanwhile, and nothing more is taken in; `closed` follows the reset.
    ///
    /// A reset makes the kernel drop what it has not sent, so the acknowledgements have to be waited for. A Unix
    /// socket's bytes are waited for until the peer has read them.
    public func reset(flushWithin limit: Duration) {
        loop.assertOnLoop()
        guard isOpen else { return }
        if case .broken = output { return reset() }
        if case .resetting = output { return }
        let pending = PendingReset(deadline: loop.now + limit)
        output = .resetting(pending)
        input = .finished
        push(holdsLast: false)
        advance(pending)
    }

    /// Bytes handed in that have not reached the peer's system: our queue and the kernel's.
    public var unsentBytes: Int {
        bufferedBytes + (isOpen ? Syscalls.unsentBytes(descriptor.number) : 0)
    }

    /// No event tells that the kernel's queue has emptied, so it is asked again and again.
    private func advance(_ pending: PendingReset) {
        guard isOpen else { return }
        if unsentBytes == 0 || loop.now >= pending.deadline { return reset() }
        pending.retry = loop.schedule(at: min(loop.now + pending.nextWait(), pending.deadline)) { [self] in
            pending.retry = nil
            advance(pending)
        }
    }
}

/// A reset that waits for the bytes before it.
final class PendingReset {
    let deadline: MonotonicTime
    var retry: TimerToken?
    private var wait = Duration.milliseconds(1)

    /// Acknowledgements take microseconds on this machine, and a round trip elsewhere.
    private static let longestWait = Duration.milliseconds(16)

    init(deadline: MonotonicTime) {
        self.deadline = deadline
    }

    /// 1, 2, 4 … ms.
    func nextWait() -> Duration {
        defer { wait = min(wait * 2, Self.longestWait) }
        return wait
    }

    func cancel(on loop: EventLoop) {
        if let retry = retry.take() { loop.cancel(retry) }
    }
}
