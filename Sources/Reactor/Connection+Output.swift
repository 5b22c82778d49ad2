extension Connection {
    /// Sends `bytes`, or queues what the kernel does not take at once. After `finish()`, an end or a failure
    /// it does nothing.
    public func write(_ bytes: [UInt8]) {
        loop.assertOnLoop()
        guard isOpen, case .open = output else { return drop(bytes.count) }
        if isSecure { return writeSecure(bytes) }
        queue.append(bytes)
        flush()
    }

    /// Sends `bytes`, and copies only what the kernel does not take at once.
    public func write(_ bytes: Span<UInt8>) {
        loop.assertOnLoop()
        guard isOpen, case .open = output else { return drop(bytes.count) }
        if isSecure { return writeSecure(bytes.copied) }
        guard queue.isEmpty, corks == 0, !bytes.isEmpty else {
            queue.append(copying: bytes)
            return flush()
        }
        switch Syscalls.send(descriptor.number, bytes, more: false) {
        case .bytes(let count):
            queue.append(copying: bytes.extracting(droppingFirst: count))
        case .wouldBlock:
            queue.append(copying: bytes)
        case .failed(let error):
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

    /// Sends our end (a FIN) behind everything queued. Reading goes on until the peer ends too.
    public func finish() {
        loop.assertOnLoop()
        guard isOpen, case .open = output else { return }
        output = .finishing
        if isSecure { writeWaiting() }
        flush()
    }

    /// Sends what is queued, as far as the kernel takes it.
    func flush() {
        guard isOpen else { return }
        guard corks == 0 else {
            // The owner sees a full queue now, and must hear when it has emptied, be it at once.
            if queue.byteCount > lowWater { awaitsDrain = true }
            return
        }
        push()
    }

    /// Sends what is queued, corked or not.
    func push() {
        do throws(SystemError) {
            var isFull = false
            if !queue.isEmpty {
                // The kernel keeps the last segment back for the FIN that follows at once.
                if case .finishing = output {
                    isFull = try queue.send(to: descriptor.number, more: true)
                } else {
                    isFull = try queue.send(to: descriptor.number, more: false)
                }
            }
            if isFull { noteFullSocket() } else { updateInterest() }
        } catch {
            return breakOutput(.system(error))
        }
        noteDrained()
        sendEndIfDue()
    }

    private func noteFullSocket() {
        if queue.byteCount > lowWater { awaitsDrain = true }
        updateInterest()
    }

    private func noteDrained() {
        guard awaitsDrain, queue.byteCount <= lowWater else { return }
        awaitsDrain = false
        if case .resetting = output { return }
        loop.atEndOfTurn { [self] in
            if isOpen { handler?.drained() }
        }
    }

    private func sendEndIfDue() {
        guard case .finishing = output, queue.isEmpty, !isSecure || isCloseNotifySent else { return }
        // It fails only when the connection is gone, of which reading tells more.
        try? Syscalls.shutdownWriting(descriptor.number)
        output = .finished
        concludeIfFinished()
    }

    private func breakOutput(_ failure: ConnectionFailure) {
        if case .resetting = output { return reset() }
        output = .broken(failure)
        droppedBytes += bufferedBytes
        queue.removeAll()
        // Who waits for the queue to empty has nothing left to wait for.
        noteDrained()
        updateInterest()
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
