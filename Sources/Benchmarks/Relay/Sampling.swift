/// Measures a peer once.
struct Sampling {
    let poller: Poller
    let seed: UInt64

    /// Of a round, what is not measured: connections, caches and buffers settle.
    private static let warmUp = 0.1

    func sample(_ scenario: Scenario, of peer: Peer) throws(Failure) -> Sample {
        let plan = scenario.plan(target: peer.address, seed: seed)
        return switch scenario.work {
        case .echo: try echoes(scenario, plan, of: peer)
        case .sessions: try sessions(scenario, plan, of: peer)
        case .idle(let count): try idle(scenario, plan, count, of: peer)
        }
    }

    private func echoes(_ scenario: Scenario, _ plan: LoadPlan, of peer: Peer) throws(Failure) -> Sample {
        let load = EchoLoad(plan, poller: poller)
        defer { load.abort() }
        try load.open()
        _ = try load.run(.seconds(Self.warmUp))
        let (result, cpu) = try cpu(of: peer) { () throws(Failure) in
            try load.run(.seconds(scenario.seconds))
        }
        try load.close()
        // An echo is two messages for a relay.
        let messages = Double(2 * result.count)
        let gigabytes = messages * Double(scenario.size) / 1e9
        var sample: Sample = [.p50: result.p50]
        sample[scenario.size > 1000 ? .byteRate : .messageRate] =
            scenario.size > 1000 ? gigabytes / result.seconds : result.rate
        if let cpu {
            sample[scenario.size > 1000 ? .cpuPerGigabyte : .cpuPerMessage] =
                scenario.size > 1000 ? cpu / 1e9 / gigabytes : cpu / 1000 / messages
        }
        return sample
    }

    private func sessions(_ scenario: Scenario, _ plan: LoadPlan, of peer: Peer) throws(Failure) -> Sample {
        let load = SessionLoad(plan, poller: poller)
        defer { load.abort() }
        _ = try load.run(.seconds(Self.warmUp))
        let (result, cpu) = try cpu(of: peer) { () throws(Failure) in
            try load.run(.seconds(scenario.seconds))
        }
        var sample: Sample = [.p50: result.p50, .sessionRate: result.rate]
        if let cpu { sample[.cpuPerSession] = cpu / 1000 / Double(result.count) }
        return sample
    }

    /// The peer must be new: memory that a load before made it take would hide what these sessions need.
    private func idle(
        _ scenario: Scenario, _ plan: LoadPlan, _ count: Int, of peer: Peer
    ) throws(Failure) -> Sample {
        guard let usage = peer.usage else { return [:] }
        let first = LoadPlan(
            target: peer.address, work: .sessions(atOnce: 32), size: scenario.size, seed: seed)
        _ = try SessionLoad(first, poller: poller).run(.messages(64))
        let empty = usage.residentBytes()
        let load = IdleLoad(plan, poller: poller)
        defer { load.abort() }
        try load.open()
        pause(milliseconds: 500)
        let full = usage.residentBytes()
        let (seconds, cpu) = try cpu(of: peer) {
            let start = nanoseconds()
            pause(milliseconds: UInt32(scenario.seconds * 1000))
            return Double(nanoseconds() - start) / 1e9
        }
        try load.touch()
        return [
            .residentPerSession: Double(full - empty) / 1024 / Double(count),
            .idleCPU: (cpu ?? 0) / 1000 / seconds,
        ]
    }

    /// The CPU nanoseconds that `peer` took for `work`; nil where there is no process.
    private func cpu<Answer>(
        of peer: Peer, during work: () throws(Failure) -> Answer
    ) throws(Failure) -> (Answer, Double?) {
        let before = peer.usage?.cpuNanoseconds()
        let answer = try work()
        guard let before, let after = peer.usage?.cpuNanoseconds() else { return (answer, nil) }
        guard after >= before, after > 0 else { throw .unable("its process is gone") }
        return (answer, Double(after - before))
    }
}
