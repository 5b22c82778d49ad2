/// Many connections that send a message a second each, evenly spread: what is measured is how long echoes take when
/// nothing is waiting for anything else.
final class PacedLoad: LoadDriver {
    private let poller: Poller
    private var clients: [LoadClient] = []
    private var awaited = 0
    private var latencies = LatencyLog()
    private var isMeasuring = false

    private init(poller: Poller) {
        self.poller = poller
    }

    /// How long the echoes took.
    static func delays(
        to target: Address, sessions: Int, seconds: Double, seed: UInt64
    ) throws(Failure) -> LatencyLog {
        let load = PacedLoad(poller: try Poller())
        let plan = LoadPlan(
            target: target, work: .echo(connections: sessions, inFlight: 4), size: 125, seed: seed)
        try load.open(plan, sessions)
        // The first second warms up.
        try load.send(for: 1)
        load.isMeasuring = true
        try load.send(for: seconds)
        for client in load.clients { client.abort() }
        return load.latencies
    }

    /// A hundred at a time, so that no backlog is too short.
    private func open(_ plan: LoadPlan, _ sessions: Int) throws(Failure) {
        for number in 0..<sessions {
            awaited += 1
            clients.append(try LoadClient(number: number, plan: plan, driver: self, poller: poller))
            if number % 100 == 99 { try waitForAll() }
        }
        try waitForAll()
    }

    private func send(for seconds: Double) throws(Failure) {
        let start = nanoseconds()
        let end = start + UInt64(seconds * 1e9)
        let step = 1_000_000_000 / UInt64(clients.count)
        var next = start
        var turn = 0
        while true {
            let now = nanoseconds()
            guard now < end else { break }
            while next <= now {
                let client = clients[turn % clients.count]
                turn += 1
                next += step
                guard client.inFlight == 0 else { continue }
                awaited += 1
                try client.send(1, at: nanoseconds())
            }
            // Not spinning: that would take a core from those who are measured.
            try poller.turn(atMost: 1)
        }
        try waitForAll()
    }

    private func waitForAll() throws(Failure) {
        try poller.wait(for: "echoes", patience: 10_000_000_000) { awaited == 0 ? nil : awaited }
    }

    func opened(_ client: LoadClient) { awaited -= 1 }
    func ended(_ client: LoadClient) {}

    func echoed(_ client: LoadClient, _ count: Int, at now: UInt64) {
        awaited -= count
        guard isMeasuring else { return }
        for delay in client.delays { latencies.add(delay) }
    }
}
