extension Connection {
    /// Stops reading, so that the peer is slowed down by TCP. What it sends, its end and a reset are heard of
    /// after `resumeReading`.
    public func pauseReading() {
        loop.assertOnLoop()
        guard case .reading = input else { return }
        input = .paused
        updateInterest()
    }

    /// Goes on reading after a pause.
    public func resumeReading() {
        loop.assertOnLoop()
        guard isOpen, case .paused = input else { return }
        input = .reading
        isParked = false
        updateInterest()
        if isSecure { wakeTLS() }
        if case .broken = output { readBeforeFailing() }
    }

    /// The end is in the kernel, and will be read now.
    func announceEnd() {
        guard case .reading = input, !isEndAnnounced else { return }
        isEndAnnounced = true
        handler?.endAnnounced()
    }

    /// Reads what is there, within the turn's share.
    ///
    /// A short read means the socket is empty, which saves a call that would find nothing; but when an end was
    /// announced (`untilEmpty`), it is read in the same turn as the bytes before it.
    func readAvailable(untilEmpty: Bool) {
        var share = EventLoop.bytesPerTurn
        while isOpen, case .reading = input, share > 0 {
            switch Syscalls.receive(descriptor.number, into: loop.readBuffer) {
            case .bytes(let count):
                share -= count
                deliver(count)
                if count < loop.readBuffer.capacity, !untilEmpty { return }
            case .endOfFile:
                return isSecure ? truncate() : endInput(.finished)
            case .wouldBlock:
                if case .broken(let failure) = output { fail(failure) }
                return
            case .failed(let error):
                if case .broken(let failure) = output { return fail(failure) }
                return fail(.system(error))
            }
        }
    }

    /// Hands over what was read. Replies written meanwhile leave together.
    private func deliver(_ count: Int) {
        if isSecure { return deliverSecure(count) }
        guard let handler else { return }
        corks += 1
        loop.readBuffer.withFirst(count) { handler.received(&$0) }
        corks -= 1
        flush()
    }

    /// The peer's half is over.
    func endInput(_ end: PeerEnd) {
        // After a failed write an end is the kernel's way to say that nothing more comes of a broken connection.
        if case .broken(let failure) = output { return fail(failure) }
        input = .finished
        updateInterest()
        corks += 1
        handler?.peerFinished(end)
        corks -= 1
        flush()
        concludeIfFinished()
    }

    /// Writing failed: what the peer sent before is delivered first, which may say why it broke off.
    func readBeforeFailing() {
        loop.atEndOfTurn { [self] in
            guard isOpen, case .broken(let failure) = output else { return }
            switch input {
            case .reading: readAvailable(untilEmpty: true)
            case .finished: fail(failure)
            case .idle, .paused: break
            }
        }
    }
}
