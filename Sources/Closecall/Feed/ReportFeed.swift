public import Reactor

/// Carries reports from the loops that make them to a thread that prints them.
///
/// A reader who stops reading must not stop a server: its loops never wait here. What the reader misses is counted,
/// not kept. Only the printing thread waits for the reader, and it is none of those that Swift's tasks share.
public final class ReportFeed<Report: Sendable>: Sendable {
    private struct State {
        var waiting: [Report] = []
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
    ///   - limit: how many reports may wait.
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
    @discardableResult
    public func add(_ report: Report) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard state.waiting.count < limit else {
                state.missed += 1
                return (false, false)
            }
            state.waiting.append(report)
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
                defer { state.waiting = [] }
                state.isPrinting = !state.waiting.isEmpty
                return state.waiting
            }
            guard !reports.isEmpty else { return }
            print(reports)
        }
    }
}
