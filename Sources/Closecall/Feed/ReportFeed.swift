public import Reactor

/// Carries reports from the loops that make them to a thread that prints them.
///
/// A reader who stops reading must not stop a server: its loops never wait here. What the reader misses is counted,
/// not kept. Only the printing thread waits for the reader, and it is none of those that Swift's tasks share.
public final class ReportFeed<Report: Sendable>: Sendable {
    private struct State {
        var waiting: [Report] = []
        var weight = 0
        var isPrinting = false
        var missed = 0
    }

    private let state = Locked(State())
    private let loop: EventLoop
    private let limit: Int
    private let print: @Sendable ([Report]) -> Void

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - limit: how many reports may wait, or how much they may weigh together.
    ///   - name: its thread's.
    ///   - print: prints some reports, in order; may wait as long as it likes.
    public init(
        limit: Int = 10_000, name: String = "reports", print: @escaping @Sendable ([Report]) -> Void
    ) throws(SystemError) {
        self.limit = limit
        self.print = print
        loop = try EventLoop.start(name: name)
    }

    /// Prints it soon, from any thread; false when too many are waiting, and this one is not printed.
    ///
    /// - Parameters:
    ///   - weight: as how many it counts.
    ///   - share: the part of the limit that is open to reports like this one: so the rest is left to others.
    @discardableResult
    public func add(_ report: Report, weight: Int = 1, share: Double = 1) -> Bool {
        let most = share < 1 ? Int(Double(limit) * share) : limit
        let (isTaken, isFirst) = state.withLock { state in
            guard state.weight + weight <= most else {
                state.missed += 1
                return (false, false)
            }
            state.waiting.append(report)
            state.weight += weight
            defer { state.isPrinting = true }
            return (true, !state.isPrinting)
        }
        if isFirst { loop.submit { [self] in printAll() } }
        return isTaken
    }

    /// Waits until all is printed, and answers how many never were. Nothing can be added any more.
    public func finish() async -> Int {
        await withCheckedContinuation { continuation in
            let isRunning = loop.submit { [self] in
                printAll()
                continuation.resume()
            }
            if !isRunning { continuation.resume() }
        }
        loop.stop()
        return state.withLock { $0.missed }
    }

    private func printAll() {
        while true {
            let reports = state.withLock { state in
                defer {
                    state.waiting = []
                    state.weight = 0
                }
                state.isPrinting = !state.waiting.isEmpty
                return state.waiting
            }
            guard !reports.isEmpty else { return }
            print(reports)
        }
    }
}
