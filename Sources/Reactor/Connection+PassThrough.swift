internal import CLinux

extension Connection {
    /// Lets the next `count` bytes that arrive here go to `other` inside the kernel, through a pipe, where nobody
    /// looks at them: for large payloads. The handler hears `passedThrough` as they go; what comes behind them is
    /// `received` as ever. An end before that comes as ever, too, behind the bytes it followed.
    ///
    /// False when it is not worth it (16 KiB or less) or cannot be: with TLS or a tap on either side, another loop, an end, or
    /// another passage on either side. If
    /// `other` ends or breaks on the way, the rest is `received`.
    ///
    /// What is under way counts in `other`'s `bufferedBytes`, and while there is any, nothing is read here. What is
    /// written to `other` meanwhile comes behind what was under way then, and what is in its queue leaves first.
    @discardableResult
    public func passThrough(_ count: Int, to other: Connection) -> Bool {
        loop.assertOnLoop()
        guard count > Passage.copiedBytes, canPass(to: other) else { return false }
        if let outbound, outbound === other.inbound {
            let (sum, overflow) = outbound.remaining.addingReportingOverflow(count)
            if overflow { return false }
            outbound.remaining = sum
        } else {
            let passage = Passage(from: self, to: other, count)
            outbound = passage
            other.inbound = passage
        }
        readSoon()
        return true
    }

    /// Takes back what has not passed yet, and answers how much that was; it is `received` then.
    @discardableResult
    public func endPassThrough() -> Int {
        loop.assertOnLoop()
        guard let outbound else { return 0 }
        defer { outbound.remaining = 0 }
        return outbound.remaining
    }

    private func canPass(to other: Connection) -> Bool {
        guard isOpen, !isSecure, other !== self, other.loop === loop else { return false }
        guard tap == nil, other.tap == nil else { return false }
        switch input {
        case .idle, .finished: return false
        case .reading, .paused: break
        }
        guard other.takesPassage else { return false }
        // One passage at a time: the order of two would be anybody's guess.
        if let outbound, outbound.target !== other, outbound.isBusy { return false }
        if let inbound = other.inbound, inbound.source !== self, inbound.isBusy { return false }
        return true
    }

    private var takesPassage: Bool {
        if isOpen, !isSecure, case .open = output { return true }
        return false
    }

    /// One step of `passage`. False when reading has to wait for the other side.
    func pass(_ passage: Passage, share: inout Int) -> Bool {
        let target = passage.target
        guard target.takesPassage else {
            passage.remaining = 0
            return true
        }
        // Under a cork, and when an end may have to leave with them, the bytes go to the queue.
        let isQueued = isEndThere || target.corks > 0 || passage.remaining <= Passage.copiedBytes
        let mayStand = isQueued ? Self.corkedBytes : 0
        guard passage.pipe == nil, target.queue.byteCount <= mayStand else {
            passage.isWaiting = true
            return false
        }
        if !isQueued, let pipe = loop.takePipe() {
            splice(passage, pipe, share: &share)
        } else {
            copy(passage, share: &share)
        }
        return true
    }

    private func splice(_ passage: Passage, _ pipe: SplicePipe, share: inout Int) {
        let wanted = min(passage.remaining, SplicePipe.size)
        switch Syscalls.splice(descriptor.number, intoPipe: pipe.writer.number, wanted) {
        case .bytes(let count, let isFull):
            share -= count
            passage.load(pipe, count, isMoreExpected: isFull)
            passage.target.flush()
            handler?.passedThrough(count)
            return
        case .endOfFile: endOfFile()
        case .wouldBlock: foundEmpty()
        // A sandbox may forbid it, or it is no socket that can.
        case .failed(let error) where [EINVAL, ENOSYS, EPERM].contains(error.code): loop.doWithoutPipes()
        case .failed(let error): readingFailed(error)
        }
        loop.putPipe(pipe)
    }

    /// Little is quicker copied, and so it goes when there is no pipe to be had.
    private func copy(_ passage: Passage, share: inout Int) {
        switch Syscalls.receive(descriptor.number, into: loop.readBuffer, atMost: passage.remaining) {
        case .bytes(let count, let isFull):
            share -= count
            isReadable = isFull || readsUntilEmpty
            passage.remaining -= count
            loop.readBuffer.withFirst(count) { passage.target.write($0.span) }
            handler?.passedThrough(count)
        case .endOfFile: endOfFile()
        case .wouldBlock: foundEmpty()
        case .failed(let error): readingFailed(error)
        }
    }

    /// The connection is closed: nothing comes any more, and nothing can go.
    func dropPassages() {
        if let inbound, inbound === inbound.source.outbound {
            inbound.source.outbound = nil
            inbound.source.readSoon()
        }
        inbound?.dropPipe()
        if let outbound {
            outbound.remaining = 0
            outbound.leaveIfOver()
        }
        (inbound, outbound) = (nil, nil)
    }
}

/// The way of bytes from one connection to another that bypasses user space.
final class Passage {
    /// What is not more than this is copied: two calls instead of three or four.
    static let copiedBytes = 16 * 1024

    let source: Connection
    let target: Connection
    /// What has to pass yet.
    var remaining: Int
    /// Held only while there are bytes in it.
    private(set) var pipe: SplicePipe?
    private(set) var pipedCount = 0
    private var isMoreExpected = false
    /// The source reads on when the target has made room.
    var isWaiting = false

    init(from source: Connection, to target: Connection, _ count: Int) {
        (self.source, self.target, remaining) = (source, target, count)
    }

    /// Whether there is anything to pass.
    var isBusy: Bool { remaining > 0 || pipe != nil }

    /// Bytes from the source stand in `pipe` now.
    func load(_ pipe: SplicePipe, _ count: Int, isMoreExpected: Bool) {
        self.pipe = pipe
        pipedCount = count
        remaining -= count
        self.isMoreExpected = isMoreExpected && remaining > 0
    }

    /// Empties the pipe into the target's `socket`; false when that is full.
    func send(to socket: Int32, isLast: Bool) throws(SystemError) -> Bool {
        while let pipe {
            let more = isMoreExpected || !isLast
            switch Syscalls.splice(pipe: pipe.reader.number, into: socket, pipedCount, more: more) {
            case .bytes(let count, _) where count == pipedCount:
                pipedCount = 0
                self.pipe = nil
                target.loop.putPipe(pipe)
                leaveIfOver()
            case .bytes(0, _), .wouldBlock: return false
            case .bytes(let count, _): pipedCount -= count
            case .failed(let error): throw error
            }
        }
        return true
    }

    /// Lets the target go when nothing can come from the source any more.
    func leaveIfOver() {
        if !source.isOpen, pipe == nil, target.inbound === self { target.inbound = nil }
    }

    /// There is room for more.
    func wakeSource() {
        guard isWaiting else { return }
        isWaiting = false
        source.readSoon()
    }

    /// What is in the pipe is lost, and the pipe with it.
    func dropPipe() {
        (pipe, pipedCount) = (nil, 0)
    }
}
