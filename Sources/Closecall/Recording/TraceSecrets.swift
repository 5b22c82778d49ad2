internal import Reactor
internal import Synchronization

/// What TLS sessions told of their secrets, until the loop that they belong to has written it down.
final class TraceSecrets: Sendable {
    private let lines = Locked<[UInt: [UInt8]]>([:])
    private let isAnyThere = Atomic<Bool>(false)

    /// A line of a key log, told on the thread whose session it belongs to.
    func add(_ line: String) {
        let thread = EventLoop.currentThread
        lines.withLock { $0[thread, default: []] += (line + "\n").utf8 }
        isAnyThere.store(true, ordering: .relaxed)
    }

    /// Whether it is worth to ask.
    var hasAny: Bool { isAnyThere.load(ordering: .relaxed) }

    /// Those of this thread.
    func take() -> [UInt8] {
        lines.withLock { lines in
            let own = lines.removeValue(forKey: EventLoop.currentThread) ?? []
            isAnyThere.store(!lines.isEmpty, ordering: .relaxed)
            return own
        }
    }
}
