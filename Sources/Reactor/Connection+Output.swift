extension Connection {
    /// Sends `bytes`, or queues what the kernel does not take at once. After `finish()`, an end or a failure
    /// it does nothing.
    public func write(_ bytes: [UInt8]) {
        loop.assertOnLoop()
        guard isOpen, case .open = output else { return drop(bytes.count) }
        if isSecure { return writeSecure(bytes.span) }
        queue.append(bytes, from: loop.chunks)
        flush()
    }

    /// Sends `bytes`, and copies only what the kernel does not take at once. With `more`, something follows at
    /// once, such as bytes that pass through: the kernel holds a last short segment back for it.
    public func write(_ bytes: Span<UInt8>, more: Bool = false) {
        loop.assertOnLoop()
        guard isOpen, case .open = output else { return drop(bytes.count) }
        if isSecure { return writeSecure(bytes) }
        transmit(bytes, more: more)
        if !queue.isEmpty { flush() }
    }

    /// Sends bytes as they are to leave, and queues what the kernel does not take at once; or all of them, when
    /// something has to leave before.
    func transmit(_ bytes: Span<UInt8>, more: Bool) {
        guard corks == 0, !isFull, !hasUnsent, !bytes.isEmpty else {
            wasWritten = true
            return queue.append(copying: bytes, from: loop.chunks)
        }
        switch Syscalls.send(descriptor.number, bytes, more: more) {
        case .bytes(_, isFull: false):
            wireTap?.sent(bytes)
            return
        case .bytes(let count, _):
            wireTap?.sent(bytes.extracting(first: count))
            queue.append(copying: bytes.extracting(droppingFirst: count), from: loop.chunks)
        case .wouldBlock:
            queue.append(copying: bytes, from: loop.chunks)
        case .failed(let error):
            drop(bytes.count)
            return breakOutput(.system(error))
        }
        noteFullSocket()
    }

    private func drop(_ count: Int) {
        droppedBytes += count
    }

    /// Lets everything that `body` writes leave in one piece, a `finish()` in it with the last bytes.
    public func batch(_ body: () -> Void) {
        loop.assertOnLoop()
        cork()
        body()
        uncork()
    }

    /// Holds back what is written until `uncork`, so that it leaves in one piece, a `finish()` with its last bytes.
    /// Corks nest.
    public func cork() {
        loop.assertOnLoop()
        corks += 1
    }

    /// Takes one cork out; with the last one everything held back leaves.
    public func uncork() {
        loop.assertOnLoop()
        precondition(corks > 0, "uncork without cork")
        corks -= 1
        flush()
    }

    /// Sends our end (a FIN) behind everything queued. Reading goes on until the peer ends too. Under TLS a
    /// close_notify precedes it; without one (`truncating`) the peer cannot tell our end from one that somebody on
    /// the way has made.
    public func finish(truncating: Bool = false) {
        loop.assertOnLoop()
        guard isOpen, case .open = output else { return }
        output = .finishing
        if truncating { tls?.isNoticeDone = true }
        flush()
    }

    /// Whether something must leave before anything that is written now.
    private var hasUnsent: Bool { !queue.isEmpty || inbound?.pipe != nil }

    /// How much may be held back by a cork; more than that does not fit one segment anyway.
    static let corkedBytes = 256 * 1024

    /// Sends what is queued, as far as the kernel takes it.
    func flush() {
        guard isOpen else { return }
        wasWritten = true
        if case .resetting = output { return push(holdsLast: false) }
        if corks == 0 { return push(holdsLast: false) }
        // The owner sees a full queue now, and must hear when it has emptied, be it at once.
        if bufferedBytes > lowWater { awaitsDrain = true }
        if bufferedBytes > Self.corkedBytes { push(holdsLast: true) }
    }

    /// Sends what is queued, corked or not; of what is `held`, all but the last chunk.
    func push(holdsLast: Bool) {
        guard !isFull else { return noteHighWater() }
        do throws(SystemError) {
            repeat {
                encryptStep()
                if isFull { return }
                guard try pushPipe(), try pushQueue(holdsLast) else { return noteFullSocket() }
            } while isOpen && hasToEncrypt
        } catch {
            return breakOutput(.system(error))
        }
        noteDrained()
        inbound?.wakeSource()
        if !hasUnsent { sendEndIfDue() }
    }

    /// What passes through was there before anything that is queued. False when the socket is full.
    private func pushPipe() throws(SystemError) -> Bool {
        guard let inbound, inbound.pipe != nil else { return true }
        return try inbound.send(to: descriptor.number, isLast: queue.isEmpty)
    }

    private func pushQueue(_ holdsLast: Bool) throws(SystemError) -> Bool {
        if queue.isEmpty { return true }
        // The kernel keeps the last segment back for the FIN that follows at once.
        var more = holdsLast
        if case .finishing = output { more = true }
        return try !queue.send(
            to: descriptor.number, more: more, holdsLast: holdsLast, pool: loop.chunks, tap: wireTap)
    }

    private func noteFullSocket() {
        isFull = true
        watchesOutput = true
        rearm()
        noteHighWater()
    }

    private func noteHighWater() {
        if bufferedBytes > lowWater { awaitsDrain = true }
    }

    private func noteDrained() {
        guard awaitsDrain, bufferedBytes <= lowWater else { return }
        awaitsDrain = false
        if case .resetting = output { return }
        loop.atEndOfTurn { [self] in
            if isOpen { handler?.drained() }
        }
    }

    private func sendEndIfDue() {
        guard case .finishing = output, tls?.isAllEncrypted != false else { return }
        output = .finished
        // When the peer has ended, too, closing sends the FIN as well, and is due anyway.
        if case .finished = input { return concludeIfFinished() }
        // It fails only when the connection is gone, of which reading tells more.
        try? Syscalls.shutdownWriting(descriptor.number)
        tap?.finished()
        concludeIfFinished()
    }

    func breakOutput(_ failure: ConnectionFailure) {
        if case .resetting = output { return reset() }
        output = .broken(failure)
        droppedBytes += bufferedBytes
        queue.removeAll(to: loop.chunks)
        inbound?.dropPipe()
        inbound?.wakeSource()
        // Who waits for the queue to empty has nothing left to wait for.
        noteDrained()
        readBeforeFailing()
    }
}

extension Span<UInt8> {
    /// The bytes as an array of their own.
    var copied: [UInt8] {
        [UInt8](capacity: count) { output in
            for index in indices { output.append(self[index]) }
        }
    }
}
