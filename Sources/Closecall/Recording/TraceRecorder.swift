internal import Reactor
public import Trace

/// A file of what goes over the wire, as packets that Wireshark reads.
///
/// ```
///  loop: connection -> LegTap -> SegmentSynthesizer -> TraceDesk's page
///                                                        | full, or 50 ms old
///  thread of its own:                    TraceMerger <- queue, bounded
///                                            | in the order of time
///                                        TraceFile
/// ```
///
/// Sessions do not wait for the disk, unless the plan says so. What was written can be read whatever becomes of the
/// process: the file is a row of whole blocks, but for the last one in the moment of a crash.
public final class TraceRecorder: Sendable {
    let plan: TracePlan
    let clock = FineClock()
    let secrets = TraceSecrets()
    private let queue: Gate<Queue>
    private let scribe: Locked<TraceScribe>
    private let loop: EventLoop
    private let trouble: @Sendable (TraceProblem) -> Void

    private struct Queue {
        var filled: [FilledPage] = []
        var free: [PacketPage] = []
        /// Pages that were made.
        var pages = 0
        /// Packets that had no room.
        var lost = PacketCounts()
        /// Whether the writing thread is about to come.
        var isWriting = false
        var marks: [DeskMark] = []
        var desks: Int { marks.count }
    }

    /// A packet has room in it, and what is noted at it.
    private static let pageSize = 256 * 1024

    /// Begins the file.
    ///
    /// - Parameter trouble: called once, from the trace's thread, when the file takes no more.
    public init(
        _ plan: TracePlan, trouble: @escaping @Sendable (TraceProblem) -> Void = { _ in }
    ) throws(TraceProblem) {
        self.plan = plan
        self.trouble = trouble
        scribe = Locked(try TraceScribe(plan, clock))
        queue = Gate(Queue())
        do throws(SystemError) { loop = try EventLoop.start(name: "trace") } catch {
            throw TraceProblem("cannot start a thread to write \(plan.path): \(error.words)")
        }
    }

    /// Takes lines of a key log, on the thread of the session that each belongs to.
    public func learn(secret line: String) {
        if !plan.seesPlain, !plan.isRedacted, plan.format == .pcapng { secrets.add(line) }
    }

    /// Waits until all is written that was handed on. Whoever records has stopped before.
    public func finish() async -> RecordingTally {
        await withCheckedContinuation { continuation in
            let isRunning = loop.submit { [self] in
                write(isLast: true)
                continuation.resume()
            }
            if !isRunning { continuation.resume() }
        }
        loop.stop()
        return scribe.withLock { $0.tally }
    }

    /// A desk for the sessions of a loop.
    func desk(on loop: EventLoop) -> TraceDesk {
        queue.change { queue in
            let desk = TraceDesk(queue.desks, on: loop, of: self)
            queue.marks.append(desk.mark)
            return desk
        }
    }
}

// MARK: - Pages

extension TraceRecorder {
    /// An empty page; nil when so much waits for the disk that there is none.
    func freePage() -> PacketPage? {
        plan.isLossless ? queue.wait { self.freePage(in: &$0) } : queue.change { self.freePage(in: &$0) }
    }

    private func freePage(in queue: inout Queue) -> PacketPage? {
        if let page = queue.free.popLast() { return page }
        // Every loop has one at hand, besides those that wait.
        guard queue.pages < plan.room / Self.pageSize + queue.desks else { return nil }
        queue.pages += 1
        return PacketPage(capacity: Self.pageSize)
    }

    func hand(_ page: FilledPage) {
        let isFirst = queue.change { queue in
            queue.filled.append(page)
            defer { queue.isWriting = true }
            return !queue.isWriting
        }
        if isFirst { loop.submit { [self] in write() } }
    }

    /// These had no room.
    func lose(_ counts: PacketCounts) { queue.change { $0.lost += counts } }

    private func write(isLast: Bool = false) {
        let now = clock.nanoseconds / plan.nanosecondsPerTick
        let (pages, lost, limit, desks) = queue.change { queue in
            defer { (queue.filled, queue.lost) = ([], PacketCounts()) }
            queue.isWriting = false
            // In this order: whoever has nothing at hand any more has handed it on before.
            let limit = queue.marks.reduce(now) { $1.limit($0) }
            return (queue.filled, queue.lost, isLast ? .max : limit, queue.desks)
        }
        let (done, holdsBack, failure) = scribe.withLock { scribe in
            let hadFailed = scribe.tally.failure != nil
            scribe.lose(lost)
            let done = scribe.write(pages, before: limit, ofSeveral: desks > 1, isLast: isLast)
            return (done, scribe.holdsBack, hadFailed ? nil : scribe.tally.failure)
        }
        done.forEach { $0.clear() }
        queue.change { $0.free += done }
        if let failure { trouble(failure) }
        guard holdsBack, !isLast else { return }
        loop.schedule(after: TraceDesk.patience) { [self] in write() }
    }
}
