internal import Reactor

/// The last sessions that ended, and who waits for one to end.
final class EndedSessions: Sendable {
    private struct State {
        var reports: [Int: SessionReport] = [:]
        /// The kept ones' numbers, the oldest at `next`.
        var order: [Int] = []
        var next = 0
        var waiting: [Int: [Int: CheckedContinuation<SessionReport?, Never>]] = [:]
        var streams: [Int: AsyncStream<SessionReport>.Continuation] = [:]
        var tickets = 0
        var isOver = false

        mutating func ticket() -> Int {
            tickets += 1
            return tickets
        }
    }

    private let most: Int
    private let state = Locked(State())

    init(most: Int) { self.most = max(0, most) }

    /// A session has ended.
    func add(_ report: SessionReport) {
        let (waiting, streams) = state.withLock { state in
            keep(report, in: &state)
            let waiting = state.waiting.removeValue(forKey: report.number) ?? [:]
            return (Array(waiting.values), Array(state.streams.values))
        }
        for continuation in waiting { continuation.resume(returning: report) }
        for stream in streams { stream.yield(report) }
    }

    private func keep(_ report: SessionReport, in state: inout State) {
        guard most > 0 else { return }
        state.reports[report.number] = report
        guard state.order.count == most else { return state.order.append(report.number) }
        state.reports[state.order[state.next]] = nil
        state.order[state.next] = report.number
        state.next = (state.next + 1) % most
    }

    /// The report of a session that has ended, if it is still kept.
    func report(of number: Int) -> SessionReport? { state.withLock { $0.reports[number] } }

    /// Waits for the session to end; nil when it never will, or the waiting task is cancelled.
    func wait(for number: Int) async -> SessionReport? {
        let ticket = state.withLock { $0.ticket() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> SessionReport?? in
                    if let report = state.reports[number] { return .some(report) }
                    if state.isOver || Task.isCancelled { return .some(nil) }
                    state.waiting[number, default: [:]][ticket] = continuation
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiting = state.withLock { $0.waiting[number]?.removeValue(forKey: ticket) }
            waiting?.resume(returning: nil)
        }
    }

    /// Sessions that end from now on.
    func stream() -> AsyncStream<SessionReport> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: SessionReport.self, bufferingPolicy: .bufferingNewest(1000))
        let ticket = state.withLock { state -> Int? in
            guard !state.isOver else { return nil }
            let ticket = state.ticket()
            state.streams[ticket] = continuation
            return ticket
        }
        guard let ticket else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.streams.removeValue(forKey: ticket) }
        }
        return stream
    }

    /// No session will end any more.
    func finish() {
        let (waiting, streams) = state.withLock { state in
            defer { (state.waiting, state.streams, state.isOver) = ([:], [:], true) }
            return (state.waiting.values.flatMap(\.values), Array(state.streams.values))
        }
        for continuation in waiting { continuation.resume(returning: nil) }
        for stream in streams { stream.finish() }
    }
}
