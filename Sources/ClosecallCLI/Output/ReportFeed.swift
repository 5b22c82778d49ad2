internal import Reactor

/// Carries reports from the loops that make them to a thread that prints them.
///
/// A reader who stops reading must not stop a server: its loops never wait here. What the reader misses is counted,
/// not kept. Only the printing thread waits for the reader, and it is none of those that Swift's tasks share.
final class ReportFeed<Report: Sendable>: Sendable {
    private struct State {
        var waiting: [Report] = []
        var isPrinting = false
        var missed = 0
    }

    private let state = Locked(State())
    private let loop: EventLoop
    private let limit: Int
    private let print: @Sendable ([Report]) -> Void

    /// - Parameters:
    ///   - limit: how many reports may wait.
    ///   - print: prints some reports, in order; may wait as long as it likes.
    init(
        limit: Int = 10_000, print: @escaping @Sendable ([Report]) -> Void
    ) throws(CommandFailure) {
        self.limit = limit
        self.print = print
        do throws(SystemError) {
            loop = try EventLoop.start(name: "reports")
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    /// Prints it soon, from any thread; false when too many are waiting, and this one is not printed.
    @discardableResult
    func add(_ report: Report) -> Bool {
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
    func finish() async -> Int {
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
