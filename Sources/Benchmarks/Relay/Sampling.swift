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
        let before = peer.usage?.cpuNanoseconds()
        let result = try load.run(.seconds(scenario.seconds))
        let after = peer.usage?.cpuNanoseconds()
        try load.close()
        // An echo is two messages for a relay.
        let messages = Double(2 * result.count)
        let gigabytes = messages * Double(scenario.size) / 1e9
        var sample: Sample = [.p50: result.p50]
        sample[scenario.size > 1000 ? .byteRate : .messageRate] =
            scenario.size > 1000 ? gigabytes / result.seconds : result.rate
        if let before, let after {
            let nanoseconds = Double(after - before)
            sample[scenario.size > 1000 ? .cpuPerGigabyte : .cpuPerMessage] =
                scenario.size > 1000 ? nanoseconds / 1e9 / gigabytes : nanoseconds / 1000 / messages
        }
        return sample
    }

    private func sessions(_ scenario: Scenario, _ plan: LoadPlan, of peer: Peer) throws(Failure) -> Sample {
        let load = SessionLoad(plan, poller: poller)
        defer { load.abort() }
        _ = try load.run(.seconds(Self.warmUp))
        let before = peer.usage?.cpuNanoseconds()
        let result = try load.run(.seconds(scenario.seconds))
        let after = peer.usage?.cpuNanoseconds()
        var sample: Sample = [.p50: result.p50, .sessionRate: result.rate]
        if let before, let after {
            sample[.cpuPerSession] = Double(after - before) / 1000 / Double(result.count)
        }
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
        let before = usage.cpuNanoseconds()
        let start = nanoseconds()
        pause(milliseconds: UInt32(scenario.seconds * 1000))
        let seconds = Double(nanoseconds() - start) / 1e9
        let after = usage.cpuNanoseconds()
        try load.touch()
        return [
            .residentPerSession: Double(full - empty) / 1024 / Double(count),
            .idleCPU: Double(after - before) / 1000 / seconds,
        ]
    }
}
