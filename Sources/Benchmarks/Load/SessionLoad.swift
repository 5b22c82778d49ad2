/// Short sessions, one after another: handshake, one echo, closing handshake, end.
final class SessionLoad: LoadDriver {
    private let plan: LoadPlan
    private let poller: Poller
    private var clients: [Int: LoadClient] = [:]
    private var meter = BudgetMeter(.messages(0), from: 0)
    private var latencies = LatencyLog()
    private var started = 0
    private var count = 0

    init(_ plan: LoadPlan, poller: Poller) {
        self.plan = plan
        self.poller = poller
    }

    /// Runs sessions until the budget is used up, and waits for the last one's end. May be called again.
    func run(_ budget: Budget) throws(Failure) -> LoadResult {
        guard case .sessions(let atOnce) = plan.work else {
            return LoadResult(count: 0, seconds: 0, latencies: latencies)
        }
        latencies.removeAll()
        count = 0
        let start = nanoseconds()
        meter = BudgetMeter(budget, from: start)
        for _ in 0..<meter.take(atOnce, at: start) { try begin() }
        try poller.wait(for: "sessions", patience: plan.patience) { clients.isEmpty ? nil : clients.count }
        return LoadResult(
            count: count, seconds: Double(nanoseconds() - start) / 1e9, latencies: latencies)
    }

    /// Drops all sessions.
    func abort() {
        for client in clients.values { client.abort() }
        clients.removeAll()
    }

    func opened(_ client: LoadClient) throws(Failure) {
        try client.send(1, at: nanoseconds())
    }

    func echoed(_ client: LoadClient, _ count: Int, at now: UInt64) throws(Failure) {
        try client.close()
    }

    func ended(_ client: LoadClient) throws(Failure) {
        let now = nanoseconds()
        latencies.add(now - client.startTime)
        count += 1
        clients[client.number] = nil
        if meter.take(1, at: now) > 0 { try begin() }
    }

    private func begin() throws(Failure) {
        started += 1
        clients[started] = try LoadClient(number: started, plan: plan, driver: self, poller: poller)
    }
}
