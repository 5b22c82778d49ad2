internal import Observer
internal import Reactor
internal import Relay

/// The sessions of one thread.
///
// Sendable: touched on the listener's loop only; the proxy comes in by `submit`.
final class ProxyWorker: @unchecked Sendable {
    let shared: ProxyShared
    let loop: EventLoop
    /// Where packets are left, if there is a trace.
    let desk: TraceDesk?
    private let listener: Listener
    private(set) var sessions: [Int: SessionDriver] = [:]
    /// Accepted when there was no room.
    private(set) var parked: [SessionDriver] = []
    private(set) var totals = ProxyTotals()
    private(set) var metrics = SessionMetrics()
    /// How often rules fired, by name.
    private(set) var firings: [String: Int] = [:]
    /// Whether nothing is read or accepted.
    private(set) var isPaused = false
    private var whenEmpty: [() -> Void] = []
    /// Reused by every session, one after the other, so that no read makes an array of its own.
    private var actions: [Action] = []
    /// A leg that was paused for a full queue is read again when the queue has come down to this.
    let lowWater: Int

    init(_ listener: Listener, _ shared: ProxyShared) {
        self.listener = listener
        self.shared = shared
        loop = listener.loop
        desk = shared.options.trace?.desk(on: listener.loop)
        lowWater = shared.options.relay.highWater / 4
        actions.reserveCapacity(16)
    }

    /// The empty array for a session to fill; nobody else has it until `giveBack`.
    func takeActions() -> [Action] {
        var taken: [Action] = []
        swap(&taken, &actions)
        return taken
    }

    func giveBack(_ used: inout [Action]) {
        used.removeAll(keepingCapacity: true)
        swap(&used, &actions)
    }

    func open() {
        do throws(SystemError) {
            try listener.start { [self] connection in
                totals.sessions += 1
                totals.open += 1
                admit(SessionDriver(number: shared.nextNumber(), client: connection, in: self))
            }
        } catch {
            // The kernel has no memory for one more watch; meanwhile clients wait in the backlog.
            loop.schedule(after: .milliseconds(100)) { [self] in open() }
        }
    }

    /// There may be room for a session again.
    func roomAppeared() {
        while let next = parked.first {
            parked.removeFirst()
            guard admit(next) else { return }
        }
        if !isPaused { listener.resumeAccepting() }
    }

    /// Begins a session, or lets it wait, and those behind it in the kernel's backlog.
    @discardableResult
    private func admit(_ driver: SessionDriver) -> Bool {
        guard shared.admit() else {
            parked.insert(driver, at: 0)
            listener.pauseAccepting()
            shared.tellOfRoom(self)
            return false
        }
        sessions[driver.number] = driver
        driver.begin()
        return true
    }

    func fired(_ firing: RuleFiring) {
        if firings[firing.rule] != nil || firings.count < Repertoire.mostNames {
            firings[firing.rule, default: 0] += 1
        }
        metrics.fired(rule: firing.rule)
    }

    func ended(_ driver: SessionDriver) {
        guard sessions.removeValue(forKey: driver.number) != nil else { return }
        let report = driver.report
        driver.conclude(report.ending)
        totals.end(report)
        metrics.end(report, report.ending)
        shared.release()
        shared.options.journal?(.ended(report, at: loop.moment))
        shared.endings.add(report)
        shared.ended(report)
        noteIfEmpty()
    }

    func setPaused(_ paused: Bool) {
        isPaused = paused
        if paused { listener.pauseAccepting() } else if parked.isEmpty { listener.resumeAccepting() }
    }

    func reports() -> [SessionReport] { sessions.values.map(\.report) }

    func stop(drain: Duration, patience: Duration = SessionDriver.patience) async {
        await withCheckedContinuation { continuation in
            let isRunning = loop.submit { [self] in
                listener.close()
                whenEmpty.append { continuation.resume() }
                totals.open -= parked.count
                parked.forEach { $0.drop() }
                parked = []
                loop.schedule(after: drain) { [self] in
                    for session in sessions.values { session.shutDown(patience: patience) }
                }
                noteIfEmpty()
            }
            if !isRunning { continuation.resume() }
        }
    }

    /// Asks something on the loop; nil when the loop has stopped.
    @discardableResult
    func ask<Answer: Sendable>(_ question: @escaping @Sendable (ProxyWorker) -> Answer) async -> Answer? {
        await withCheckedContinuation { continuation in
            let isRunning = loop.submit { [self] in continuation.resume(returning: question(self)) }
            if !isRunning { continuation.resume(returning: nil) }
        }
    }

    private func noteIfEmpty() {
        guard sessions.isEmpty else { return }
        if !whenEmpty.isEmpty { desk?.flush() }
        let waiting = whenEmpty
        whenEmpty = []
        waiting.forEach { $0() }
    }
}
