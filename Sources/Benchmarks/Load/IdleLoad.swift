/// Sessions that have had one echo each, and stay.
final class IdleLoad: LoadDriver {
    private let plan: LoadPlan
    private let poller: Poller
    private var clients: [LoadClient] = []
    private var awaited = 0

    /// Many at once would measure the listener's queue.
    private static let atOnce = 64

    init(_ plan: LoadPlan, poller: Poller) {
        self.plan = plan
        self.poller = poller
    }

    /// Opens the sessions, each with one echo.
    func open() throws(Failure) {
        guard case .idle(let sessions) = plan.work else { return }
        while clients.count < sessions {
            let count = min(Self.atOnce, sessions - clients.count)
            awaited = count
            for _ in 0..<count {
                clients.append(
                    try LoadClient(number: clients.count, plan: plan, driver: self, poller: poller))
            }
            try wait()
        }
    }

    /// One more echo on every session: all of them are still there.
    func touch() throws(Failure) {
        awaited = clients.count
        for client in clients { try client.send(1, at: nanoseconds()) }
        try wait()
    }

    /// Drops all sessions.
    func abort() {
        for client in clients { client.abort() }
        clients.removeAll()
    }

    func opened(_ client: LoadClient) throws(Failure) { try client.send(1, at: nanoseconds()) }
    func echoed(_ client: LoadClient, _ count: Int, at now: UInt64) { awaited -= count }
    func ended(_ client: LoadClient) {}

    private func wait() throws(Failure) {
        try poller.wait(for: "sessions", patience: plan.patience) { awaited == 0 ? nil : awaited }
    }
}
