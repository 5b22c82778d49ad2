internal import Closecall
internal import Reactor

/// What happens in all proxies: counted, kept for a while, and passed on to who listens.
///
/// It is told on the sessions' own threads, and keeps nobody waiting there: what a listener does not take in time is
/// counted and not kept.
final class EventHub: Sendable {
    private struct State {
        var lastNumber: UInt64 = 0
        var recent = Recent<ControlEvent>(most: 256)
        var endings = Recent<ControlEvent>(most: 1000)
        var metrics = SessionMetrics()
        var queues: [Int: EventQueue] = [:]
        var lastQueue = 0
    }

    private let state = Locked(State())

    /// Who is to be told what happens in a proxy. Frames are not for here: there are too many.
    func listener(for proxy: String) -> @Sendable (JournalEntry) -> Void {
        { [self] entry in
            if case .frame = entry { return }
            note(entry, proxy)
        }
    }

    private func note(_ entry: JournalEntry, _ proxy: String) {
        // All in one lock: what is told first is heard first.
        state.withLock { state in
            state.lastNumber += 1
            let event = ControlEvent(number: state.lastNumber, proxy: proxy, entry: entry)
            state.recent.append(event)
            switch entry {
            case .ended(let report, _):
                state.endings.append(event)
                state.metrics.end(report, report.ending)
            case .fired(_, _, _, let firing, _, _): state.metrics.fired(rule: firing.rule)
            case .opened, .scenario, .armed, .disarmed, .frame: break
            }
            for queue in state.queues.values where queue.isAbout(proxy) { queue.add(event) }
        }
    }

    /// A proxy of this name begins, and counts its sessions from 1.
    func begin(_ proxy: String) {
        state.withLock { $0.endings.removeAll { $0.proxy == proxy } }
    }

    /// How many listen.
    var listeners: Int { state.withLock { $0.queues.count } }

    /// Of all proxies that there are and were.
    var metrics: SessionMetrics { state.withLock { $0.metrics } }

    /// The last sessions that ended in a proxy, the oldest first.
    func endings(in proxy: String) -> [ControlEvent] {
        state.withLock { $0.endings.inOrder }.filter { $0.proxy == proxy }
    }

    /// How a session ended, if it has, and it is not too long ago.
    func ending(of session: Int, in proxy: String) -> ControlEvent? {
        endings(in: proxy).last { event in
            if case .ended(let report, _) = event.entry { report.number == session } else { false }
        }
    }

    /// Listens from now on.
    ///
    /// - Parameters:
    ///   - proxy: to what happens in this one; nil for all.
    ///   - number: and to what happened behind this event, as far as it is kept.
    func listen(to proxy: String?, after number: UInt64? = nil) -> EventSubscription {
        let queue = EventQueue(about: proxy)
        let ticket = state.withLock { state in
            if let number, number < state.lastNumber { replay(state, after: number, into: queue) }
            state.lastQueue += 1
            state.queues[state.lastQueue] = queue
            return state.lastQueue
        }
        return EventSubscription(queue) { [weak self] in
            self?.state.withLock { _ = $0.queues.removeValue(forKey: ticket) }
        }
    }

    private func replay(_ state: State, after number: UInt64, into queue: EventQueue) {
        let kept = state.recent.inOrder
        // Some of them may have been of other proxies: nobody knows any more.
        if let first = kept.first, first.number > number + 1 {
            queue.addMissed(Int(clamping: first.number - number - 1))
        }
        for event in kept where event.number > number && queue.isAbout(event.proxy) { queue.add(event) }
    }
}

/// Events for one listener, until it goes.
final class EventSubscription: Sendable {
    let queue: EventQueue
    private let leave: @Sendable () -> Void

    init(_ queue: EventQueue, leave: @escaping @Sendable () -> Void) {
        self.queue = queue
        self.leave = leave
    }

    deinit { leave() }
}
