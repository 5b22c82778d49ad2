/// Connections that keep a number of messages on their way: each echo is answered by the next message.
final class EchoLoad: LoadDriver {
    private let plan: LoadPlan
    private let poller: Poller
    private var clients: [LoadClient] = []
    private var meter = BudgetMeter(.messages(0), from: 0)
    private var latencies = LatencyLog()
    private var awaited = 0
    private var count = 0

    init(_ plan: LoadPlan, poller: Poller) {
        self.plan = plan
        self.poller = poller
    }

    /// Makes the connections and waits for their handshakes.
    func open() throws(Failure) {
        guard case .echo(let connections, _) = plan.work else { return }
        awaited = connections
        for number in 0..<connections {
            clients.append(try LoadClient(number: number, plan: plan, driver: self, poller: poller))
        }
        try wait(for: "handshakes")
    }

    /// Sends until the budget is used up, and waits for the last echo. May be called again.
    func run(_ budget: Budget) throws(Failure) -> LoadResult {
        latencies.removeAll()
        count = 0
        let start = nanoseconds()
        meter = BudgetMeter(budget, from: start)
        for client in clients {
            let first = meter.take(plan.inFlight, at: start)
            awaited += first
            try client.send(first, at: start)
        }
        try wait(for: "echoes")
        return LoadResult(
            count: count, seconds: Double(nanoseconds() - start) / 1e9, latencies: latencies)
    }

    /// Closes all connections by the closing handshake.
    func close() throws(Failure) {
        awaited = clients.count
        for client in clients { try client.close() }
        try wait(for: "closing handshakes")
        clients.removeAll()
    }

    /// Drops all connections.
    func abort() {
        for client in clients { client.abort() }
        clients.removeAll()
    }

    func opened(_ client: LoadClient) { awaited -= 1 }
    func ended(_ client: LoadClient) { awaited -= 1 }

    func echoed(_ client: LoadClient, _ count: Int, at now: UInt64) throws(Failure) {
        self.count += count
        for delay in client.delays { latencies.add(delay) }
        let more = meter.take(count, at: now)
        awaited -= count - more
        if more > 0 { try client.send(more, at: now) }
    }

    private func wait(for what: String) throws(Failure) {
        try poller.wait(for: what, patience: plan.patience) { awaited == 0 ? nil : awaited }
    }
}

extension Poller {
    /// Turns until `missing` says nil. Nothing happening for `patience` nanoseconds is a failure.
    func wait(for what: String, patience: UInt64, missing: () -> Int?) throws(Failure) {
        var last = nanoseconds()
        while let count = missing() {
            if try turn(atMost: 100) > 0 {
                last = nanoseconds()
            } else if nanoseconds() - last > patience {
                throw .wrong("nothing came for \(Double(patience) / 1e9) s: \(count) \(what) missing")
            }
        }
    }
}
