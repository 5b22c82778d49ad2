internal import Synchronization

// Sendable: `inbox`, `thread` and `threadNumber` are guarded or atomic, `epoll` and `wakeup` never change; all other
// fields are touched on the loop's own thread only, which `assertOnLoop` checks in debug builds, and by `init`,
// which happens before that thread is made.

/// One thread that waits for descriptors, time and other threads, and calls whoever wanted to know.
///
/// `Reactor` is the only network I/O there is: descriptors, time, TLS. It knows no protocol.
///
///     descriptors --epoll--> Connection / Listener / Connector --> their handlers
///     other threads --submit--> jobs          clock --> timers
///
/// A turn: wait; the ready descriptors; the timers that are due; the submitted jobs; what was put off to the end
/// of the turn. Everything a loop owns stays on its thread, so nothing on the way of a byte takes a lock.
///
/// Epoll is level-triggered: what a state machine leaves standing is told again. Measured with a relay of two
/// connections and small messages, edges are 1 to 2 % cheaper; but with edges alone, a socket full of bytes was at
/// times left standing on a machine under load. A connection that wants no input for now, and is told of some, goes
/// over to edges (`settle`), so that neither bytes nor a hang-up, which cannot be masked, make the loop spin; a pause
/// that is over before anything comes costs no call.
public final class EventLoop: @unchecked Sendable {
    /// How much one connection may read in a turn before it is the others' turn.
    static let bytesPerTurn = 256 * 1024

    /// The monotonic clock, read once a turn.
    public private(set) var now: MonotonicTime

    let readBuffer = ReadBuffer(capacity: 64 * 1024)
    /// Where its TLS sessions work, if there are any.
    private(set) lazy var tlsDesk = TLSDesk(inputCapacity: readBuffer.capacity)
    private var slots = SlotTable()
    private var timers = TimerHeap()
    private var putOff: [() -> Void] = []
    /// What most turns ask of the three lists: a plain flag costs less than a look into them.
    private var (hasTimers, hasPutOff, hasReaders) = (false, false, false)
    /// Connections that read on without an event.
    private var readers: [Connection] = []
    /// The other list's memory, so that none is allocated in each turn.
    private var formerReaders: [Connection] = []
    /// What waits to be sent stands in these.
    let chunks = OutputChunkPool()
    private var pipes: [SplicePipe] = []
    private var hasPipes = true
    private let events = EventBuffer(capacity: 256)

    private let epoll: Descriptor
    private let wakeup: Descriptor
    private let inbox = Locked(Inbox())
    /// Asked in every turn, where a lock would be too dear.
    private let isEnding = Atomic<Bool>(false)
    private let thread = Locked<LoopThread?>(nil)
    private let threadNumber = Atomic<UInt>(0)

    private struct Inbox {
        var jobs: [@Sendable () -> Void] = []
        var isStopping = false
    }

    private init() throws(SystemError) {
        epoll = try Syscalls.makeEpoll()
        wakeup = try Syscalls.makeWakeup()
        now = .current
        try Syscalls.epollAdd(
            epoll.number, wakeup.number, Readiness.readable.rawValue, tag: Self.wakeupRegistration.tag)
    }

    private static let wakeupRegistration = Registration(slot: 0, generation: SlotTable.reservedGeneration)
}

// MARK: Life

extension EventLoop {
    /// Starts a loop on a thread of its own, which lives until `stop()`.
    public static func start(name: String) throws(SystemError) -> EventLoop {
        let loop = try EventLoop()
        #if DEBUG
            let faults = Syscalls.faults
            let body: @Sendable () -> Void = { Syscalls.$faults.withValue(faults) { loop.run() } }
        #else
            let body: @Sendable () -> Void = { loop.run() }
        #endif
        let thread = try LoopThread.start(name, body)
        loop.thread.withLock { $0 = thread }
        return loop
    }

    /// A loop for clients that bring none: started when first asked for, and never stopped.
    public static var shared: EventLoop {
        get throws(SystemError) { try sharedResult.get() }
    }

    private static let sharedResult = Result<EventLoop, SystemError> { () throws(SystemError) in
        try start(name: "closecall")
    }

    /// Ends the loop: closes what it still watches, drops its timers, and waits until its thread has ended.
    /// Called on the loop itself, it ends after this turn and nobody waits.
    public func stop() {
        inbox.withLock { $0.isStopping = true }
        isEnding.store(true, ordering: .relaxed)
        Syscalls.wake(wakeup.number)
        thread.withLock { $0 }?.join()
    }

    /// A number for the calling thread, whatever it runs.
    public static var currentThread: UInt { LoopThread.currentNumber }

    /// Whether the caller runs on the loop's thread.
    public var isOnLoop: Bool { threadNumber.load(ordering: .relaxed) == LoopThread.currentNumber }

    /// Stops debug builds when loop-bound state is touched from elsewhere.
    func assertOnLoop() {
        assert(isOnLoop, "loop-bound state touched from another thread: wrap it in `submit`")
    }
}

// MARK: Jobs and timers

extension EventLoop {
    /// Runs `job` on the loop soon, in order of submission. From any thread; false (and not run) once it has stopped.
    @discardableResult
    public func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
        let (accepted, isFirst) = inbox.withLock { inbox in
            guard !inbox.isStopping else { return (false, false) }
            inbox.jobs.append(job)
            return (true, inbox.jobs.count == 1)
        }
        if isFirst { Syscalls.wake(wakeup.number) }
        return accepted
    }

    /// Runs `body` once at `deadline` or as soon after it as the loop comes round. On the loop only.
    @discardableResult
    public func schedule(at deadline: MonotonicTime, _ body: @escaping () -> Void) -> TimerToken {
        assertOnLoop()
        hasTimers = true
        return timers.insert(at: deadline, body)
    }

    /// Runs `body` once, `wait` after this turn began. On the loop only.
    @discardableResult
    public func schedule(after wait: Duration, _ body: @escaping () -> Void) -> TimerToken {
        schedule(at: now + wait, body)
    }

    /// Takes a timer back; false when it has fired or was cancelled before. On the loop only.
    @discardableResult
    public func cancel(_ timer: TimerToken) -> Bool {
        assertOnLoop()
        return timers.cancel(timer)
    }

    /// Runs `body` when this turn's events are through: for callbacks that must not run inside their cause.
    /// On the loop only.
    public func atEndOfTurn(_ body: @escaping () -> Void) {
        assertOnLoop()
        hasPutOff = true
        putOff.append(body)
    }
}

// MARK: Descriptors

extension EventLoop {
    /// Watches `descriptor`, and keeps `target` alive, until `unregister`.
    func register(
        _ descriptor: Int32, for interest: Readiness, _ target: any EventTarget
    ) throws(SystemError) -> Registration {
        assertOnLoop()
        let registration = slots.insert(target)
        do throws(SystemError) {
            try Syscalls.epollAdd(epoll.number, descriptor, interest.rawValue, tag: registration.tag)
        } catch {
            _ = slots.remove(registration)
            throw error
        }
        return registration
    }

    /// Watches for something else from now on.
    func update(
        _ descriptor: Int32, _ registration: Registration, for interest: Readiness
    ) throws(SystemError) {
        assertOnLoop()
        try Syscalls.epollModify(epoll.number, descriptor, interest.rawValue, tag: registration.tag)
    }

    /// Watches no more. Events already fetched for it are dropped.
    func unregister(_ descriptor: Int32, _ registration: Registration) {
        assertOnLoop()
        Syscalls.epollRemove(epoll.number, descriptor)
        _ = slots.remove(registration)
    }

    /// Like `unregister`, for a descriptor that is closed at once and has no duplicate: that ends the watch by itself.
    func forget(_ registration: Registration) {
        assertOnLoop()
        _ = slots.remove(registration)
    }

    /// Calls another target from now on.
    func hand(_ registration: Registration, to target: any EventTarget) {
        assertOnLoop()
        _ = slots.replace(registration, by: target)
    }
}

// MARK: What connections share

extension EventLoop {
    private static let keptPipes = 16

    /// Lets `connection` read on, in this turn or the next.
    func readSoon(_ connection: Connection) {
        assertOnLoop()
        hasReaders = true
        readers.append(connection)
    }

    /// An empty pipe; nil when there is none to be had.
    func takePipe() -> SplicePipe? {
        guard hasPipes else { return nil }
        if let pipe = pipes.popLast() { return pipe }
        return try? SplicePipe()
    }

    /// Takes an empty pipe back.
    func putPipe(_ pipe: SplicePipe) {
        if pipes.count < Self.keptPipes { pipes.append(pipe) }
    }

    /// Asks for no pipes any more: this system has no use for them.
    func doWithoutPipes() {
        hasPipes = false
    }
}

// MARK: The turn

extension EventLoop {
    private func run() {
        threadNumber.store(LoopThread.currentNumber, ordering: .relaxed)
        now = .current
        while !isEnding.load(ordering: .relaxed) { turn() }
        finish()
    }

    private func turn() {
        let count = wait()
        now = .current
        var isWoken = false
        for index in 0..<count {
            let (readiness, tag) = events[index]
            let registration = Registration(tag: tag)
            if registration == Self.wakeupRegistration {
                isWoken = true
            } else if let target = slots[registration] {
                target.ready(readiness)
            }
        }
        fireTimers()
        if isWoken { runJobs() }
        runPutOff()
        runReaders()
    }

    private func wait() -> Int {
        do throws(SystemError) {
            return try Syscalls.epollWait(epoll.number, events, microseconds: timeToWait)
        } catch {
            // Only a wrong descriptor or wrong memory can be the cause.
            preconditionFailure("\(error)")
        }
    }

    /// The clock is read again only where a timer's precision hangs on it.
    private var timeToWait: UInt64? {
        if hasReaders { return 0 }
        guard hasTimers, let deadline = timers.nextDeadline?.microseconds else { return nil }
        return deadline - min(deadline, MonotonicTime.current.microseconds)
    }

    private func fireTimers() {
        guard hasTimers else { return }
        let sequence = timers.nextSequence
        while let body = timers.popDue(at: now, before: sequence) { body() }
        hasTimers = timers.nextDeadline != nil
    }

    private func runJobs() {
        Syscalls.clearWakeup(wakeup.number)
        let jobs = inbox.withLock { inbox in
            let jobs = inbox.jobs
            inbox.jobs = []
            return jobs
        }
        for job in jobs { job() }
    }

    private func runPutOff() {
        while hasPutOff {
            let bodies = putOff
            putOff = []
            hasPutOff = false
            for body in bodies { body() }
        }
    }

    /// Those who join meanwhile wait for the next turn, which comes without waiting.
    private func runReaders() {
        guard hasReaders else { return }
        hasReaders = false
        swap(&readers, &formerReaders)
        for index in formerReaders.indices { formerReaders[index].readNow() }
        formerReaders.removeAll(keepingCapacity: true)
        runPutOff()
    }

    /// What was submitted before the stop still runs, for it was accepted.
    private func finish() {
        runJobs()
        for target in slots.targets { target.loopStopped() }
        runPutOff()
        timers.removeAll()
    }
}
