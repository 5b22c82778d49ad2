/// How sessions ended, for who asks during the run.
extension ChaosProxy {
    /// Waits until a session has ended, and says how; also when that was before, as long as its report is kept, and also
    /// when it has not begun.
    ///
    /// Nil if its report is not kept any more, if the proxy stops before, or when the waiting task is cancelled.
    public func ending(of number: Int) async -> SessionReport? {
        if let report = shared.endings.report(of: number) { return report }
        if shared.wasAccepted(number), await !isOpen(number) { return shared.endings.report(of: number) }
        return await shared.endings.wait(for: number)
    }

    /// The sessions that end from now on, until the proxy stops. Who does not keep up misses the oldest ones.
    public func endings() -> AsyncStream<SessionReport> { shared.endings.stream() }

    private func isOpen(_ number: Int) async -> Bool {
        for worker in workers where await worker.ask({ $0.has(number) }) == true { return true }
        return false
    }
}
