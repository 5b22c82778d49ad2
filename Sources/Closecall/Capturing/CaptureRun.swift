internal import Reactor
internal import Synchronization
public import Trace

/// A capture that runs: packets of an interface go to a file, on a thread of its own, until it is stopped.
///
/// Files are written ten times a second, whole blocks at a time. Where the disk is slower than traffic, packets wait in
/// the kernel's buffer, and what it has no room for it counts.
public final class CaptureRun: Sendable {
    /// What a file says of where packets come from.
    public let interface: TraceInterface
    /// What libpcap warned of; nil for nothing.
    public let warning: String?
    private let loop: EventLoop
    private let worker: CaptureWorker

    /// Opens the interface and the file, and begins.
    public init(_ plan: CapturePlan) throws(CaptureFailure) {
        let worker = try CaptureWorker(plan)
        self.worker = worker
        interface = worker.interface
        warning = worker.warning
        do throws(SystemError) { loop = try EventLoop.start(name: "capture") } catch {
            throw .thread(error)
        }
        loop.submit { worker.work() }
    }

    /// How far it is.
    public func state() -> CaptureState { worker.state.withLock { $0 } }

    /// Ends it soon: what was on the wire until now is in the file then.
    public func stop() { worker.isStopping.store(true, ordering: .relaxed) }

    /// Waits for its end, and answers how far it came.
    public func ended() async -> CaptureState {
        await withCheckedContinuation { continuation in
            // The worker keeps the thread until it is done.
            let isRunning = loop.submit { continuation.resume() }
            if !isRunning { continuation.resume() }
        }
        loop.stop()
        return state()
    }

    deinit {
        stop()
        loop.stop()
    }
}

// Sendable: `capture`, `writer` and what is counted are touched by `init`, and then by the one job that `work` is.

/// What the thread of a capture does.
private final class CaptureWorker: @unchecked Sendable {
    let interface: TraceInterface
    let warning: String?
    let state: Locked<CaptureState>
    let isStopping = Atomic<Bool>(false)
    private let plan: CapturePlan
    private var capture: LiveCapture
    private var writer: CaptureWriter
    private let start = MonotonicTime.current
    private var packets: UInt64 = 0
    private var bytes: UInt64 = 0
    private var lastTime: PacketTime
    private var statistics = CaptureStatistics()
    /// Drops that no packet tells of yet.
    private var untold: UInt64 = 0

    /// The file is written so often, in milliseconds.
    private static let rhythm = 100

    init(_ plan: CapturePlan) throws(CaptureFailure) {
        let now = PacketTime(nanoseconds: UInt64(clamping: WallTime.current.seconds) &* 1_000_000_000)
        let capture: LiveCapture
        do throws(CaptureProblem) { capture = try LiveCapture(plan.capture) } catch { throw .capture(error) }
        let writer = try CaptureWriter(plan, capture.interface, at: now)
        self.plan = plan
        interface = capture.interface
        warning = capture.warning
        lastTime = now
        var first = CaptureState()
        first.files = writer.files
        state = Locked(first)
        self.capture = capture
        self.writer = writer
    }

    /// Captures until there is a reason to end.
    func work() {
        var end: CaptureEnd?
        while end == nil { end = turn() }
        // What came until now may still be in a block that the kernel has not told of.
        if end == .stopped || end == .enoughTime { end = readLast() ?? end }
        count()
        writer.finish(at: lastTime, statistics)
        publish(end)
    }

    /// Takes packets until the file is to be written, and writes it.
    private func turn() -> CaptureEnd? {
        let deadline = MonotonicTime.current + .milliseconds(Self.rhythm)
        var end: CaptureEnd?
        repeat { end = read(waiting: Self.rhythm) } while end == nil && MonotonicTime.current < deadline
        count()
        writer.flush()
        publish(nil)
        return end ?? outcome()
    }

    private func readLast() -> CaptureEnd? {
        let deadline = MonotonicTime.current + .milliseconds(LiveCapture.longestWait + 20)
        while MonotonicTime.current < deadline {
            if let end = read(waiting: 10) { return end }
        }
        return nil
    }

    /// Takes the packets that are there.
    private func read(waiting milliseconds: Int) -> CaptureEnd? {
        let most = plan.mostPackets.map { $0 - packets } ?? .max
        if most == 0 { return .enoughPackets }
        do throws(CaptureProblem) {
            _ = try capture.read(waiting: milliseconds, most: Int(clamping: most), take)
        } catch {
            return .failed(error)
        }
        return plan.mostPackets == packets ? .enoughPackets : nil
    }

    private func take(_ head: PacketHead, _ packet: Span<UInt8>) {
        if writer.isFull(for: packet.count) { writer.turn(at: head.time, statistics) }
        writer.add(packet, head, dropped: untold)
        untold = 0
        packets += 1
        bytes &+= UInt64(clamping: head.originalLength)
        lastTime = max(lastTime, head.time)
    }

    private func outcome() -> CaptureEnd? {
        if plan.target == .standardOutput, let trouble = writer.trouble {
            return trouble.isReaderGone ? .readerGone : .torn(trouble)
        }
        if isStopping.load(ordering: .relaxed) { return .stopped }
        if let longest = plan.longest, MonotonicTime.current - start >= longest { return .enoughTime }
        return nil
    }

    private func count() {
        let now = capture.statistics()
        untold += now.droppedByKernel &- statistics.droppedByKernel
        statistics = now
    }

    private func publish(_ end: CaptureEnd?) {
        state.withLock { state in
            state.packets = packets
            state.bytes = bytes
            state.lost = writer.lost
            state.statistics = statistics
            state.files = writer.files
            state.removed = writer.removed
            state.trouble = writer.trouble
            state.end = end
        }
    }
}
