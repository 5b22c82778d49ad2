/// One side of a session of the check's relay. It holds whatever the other side does not take: a check is short.
final class CheckLeg: Pollable {
    private let descriptor: Int32
    private let poller: Poller
    private var slot: Int?
    private var other: CheckLeg?
    private var splitter: FrameSplitter?
    private var outbox = Outbox()
    private var isFinished = false

    init(_ descriptor: Int32, poller: Poller) {
        self.descriptor = descriptor
        self.poller = poller
    }

    func start(towards other: CheckLeg, through splitter: FrameSplitter?) {
        self.other = other
        self.splitter = splitter
    }

    func watch() throws(Failure) {
        slot = try poller.add(self, descriptor, for: [.readable, .writable])
    }

    func ready(_ events: Readiness, _ area: inout [UInt8]) throws(Failure) {
        try flush()
        guard !events.isSubset(of: .writable) else { return }
        switch Sockets.receive(descriptor, into: &area) {
        case .bytes(let count): try pass(area[..<count])
        case .nothing: break
        case .end, .failed: finish()
        }
    }

    private func pass(_ bytes: ArraySlice<UInt8>) throws(Failure) {
        guard let other else { return }
        if splitter == nil {
            other.outbox.bytes += bytes
        } else {
            splitter?.split(bytes, into: &other.outbox.bytes)
        }
        try other.flush()
    }

    /// The end of one side becomes the end of both, behind what was passed on.
    private func finish() {
        guard let slot else { return }
        poller.remove(slot)
        self.slot = nil
        Sockets.close(descriptor)
        if let other {
            other.isFinished = true
            try? other.flush()
        }
        other = nil
    }

    private func flush() throws(Failure) {
        guard let slot else { return }
        let isEmpty = try outbox.flush(to: descriptor)
        try poller.change(slot, descriptor, for: isEmpty ? .readable : [.readable, .writable])
        if isEmpty, isFinished { finish() }
    }
}
