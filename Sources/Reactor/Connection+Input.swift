extension Connection {
    /// Stops reading, so that the peer is slowed down by TCP. What it sends, its end and a reset are heard of
    /// after `resumeReading`.
    public func pauseReading() {
        loop.assertOnLoop()
        guard case .reading = input else { return }
        input = .paused
        if isBreakThere { tellOfBreakIfPaused() }
    }

    /// Goes on reading after a pause.
    public func resumeReading() {
        loop.assertOnLoop()
        guard isOpen, case .paused = input else { return }
        input = .reading
        readSoon()
        if isSecure { wakeTLS() }
        if case .broken = output { readBeforeFailing() }
    }

    /// Reads later in this turn or in the next: no event will come for what was told before.
    func readSoon() {
        listen()
        guard isReadable, !isQueuedToRead, case .reading = input else { return }
        isQueuedToRead = true
        loop.readSoon(self)
    }

    /// The loop has come back to it.
    func readNow() {
        isQueuedToRead = false
        readAvailable()
    }

    /// Reads what is there, within the turn's share.
    ///
    /// A short read means the socket is empty, which saves a call that would find nothing; but when an end was
    /// announced, it is read in the same turn as the bytes before it.
    func readAvailable() {
        if isEndThere { announceEnd() }
        var share = EventLoop.bytesPerTurn
        while isOpen, isReadable, case .reading = input {
            guard share > 0 else { return readSoon() }
            if let passage = outbound, passage.remaining > 0 {
                guard pass(passage, share: &share) else { return }
            } else {
                share -= readOnce()
            }
        }
    }

    /// The end is in the kernel, and will be read now.
    func announceEnd() {
        guard isOpen, case .reading = input, !isEndAnnounced else { return }
        isEndAnnounced = true
        handler?.endAnnounced()
    }

    /// One read; answers how much came.
    private func readOnce() -> Int {
        switch Syscalls.receive(descriptor.number, into: loop.readBuffer, atMost: max(readLimit, 1)) {
        case .bytes(let count, let isFull):
            isReadable = isFull || readsUntilEmpty
            deliver(count)
            return count
        case .endOfFile: endOfFile()
        case .wouldBlock: foundEmpty()
        case .failed(let error): readingFailed(error)
        }
        return 0
    }

    func endOfFile() {
        isReadable = false
        wireTap?.peerFinished()
        if isSecure { endStream() } else { endInput(.finished) }
    }

    /// There was nothing to read.
    func foundEmpty() {
        isReadable = false
        readsUntilEmpty = isEndThere
        if case .broken(let failure) = output { fail(failure) }
    }

    func readingFailed(_ error: SystemError) {
        if case .broken(let failure) = output { return fail(failure) }
        fail(.system(error))
    }

    /// Hands over what was read. Replies written meanwhile leave together.
    private func deliver(_ count: Int) {
        if isSecure { return deliverSecure(count) }
        guard let handler else { return }
        corks += 1
        wasWritten = false
        loop.readBuffer.withFirst(count) {
            tap?.received($0.span)
            handler.received(&$0)
        }
        corks -= 1
        if wasWritten { flush() }
    }

    /// The peer's half is over.
    func endInput(_ end: PeerEnd) {
        // After a failed write an end is the kernel's way to say that nothing more comes of a broken connection.
        if case .broken(let failure) = output { return fail(failure) }
        input = .finished
        plainTap?.peerFinished()
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
            case .reading:
                (isReadable, readsUntilEmpty) = (true, true)
                readAvailable()
            case .finished: fail(failure)
            case .paused: tellOfBreakIfPaused()
            case .idle: break
            }
        }
    }

    /// Nobody reads, and so nobody would hear of it.
    func tellOfBreakIfPaused() {
        guard isOpen, !isBreakTold, case .paused = input else { return }
        isBreakTold = true
        loop.atEndOfTurn { [self] in
            if isOpen { handler?.brokenOff() }
        }
    }
}
