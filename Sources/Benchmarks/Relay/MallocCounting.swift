/// How often relays allocate while they do nothing but relay, by a library that is preloaded into them.
struct MallocCounting {
    let factory: PeerFactory
    let sampling: Sampling
    /// `malloc-count.c`, built.
    let library: String

    private static let messages = 1_000_000
    /// What may be left, in all of a million messages, for a pool that grows once or a clock that ticks.
    static let bar = Bar(metric: .mallocs, measure: .absolute, limit: 1000, aim: 0)

    /// Of a million relayed messages, how many mallocs there were.
    func count(_ kind: PeerKind, _ scenario: Scenario) throws(Failure) -> Double {
        let file = "\(factory.folder)/\(kind.rawValue).mallocs"
        let peer = try factory.start(
            kind, environment: ["LD_PRELOAD=\(library)", "MALLOC_COUNT_FILE=\(file)"])
        defer { peer.process?.stop() }
        let plan = scenario.plan(target: peer.address, seed: sampling.seed)
        let load = EchoLoad(plan, poller: sampling.poller)
        defer { load.abort() }
        try load.open()
        _ = try load.run(.messages(Self.messages / 20))
        let before = try read(file)
        _ = try load.run(.messages(Self.messages / 2))
        let after = try read(file)
        guard before > 0 else { throw .unable("\(kind.rawValue) does not let its mallocs be counted") }
        return Double(after - before)
    }

    private func read(_ file: String) throws(Failure) -> UInt64 {
        guard let bytes = Files.read(file), bytes.count == 8 else {
            throw .unable("\(library) was not loaded: it is built by `make bench`")
        }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
