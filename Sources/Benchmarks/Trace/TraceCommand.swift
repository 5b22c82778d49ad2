/// `Benchmarks trace`: what it costs to record everything, into memory so that no disk is measured.
struct TraceCommand {
    static let names: Set<String> = ["closecall", "rounds", "core", "seed"]

    private let factory: PeerFactory
    private let trace: String
    private let sampling: Sampling
    private let rounds: Int

    static func run(_ arguments: Arguments) throws(Failure) {
        let folder = try Files.makeTemporaryFolder(in: "/dev/shm")
        defer { Files.removeFolder(folder) }
        try stayOnCore(try arguments.number("core") ?? RelayOptions.lastCore, log: "\(folder)/taskset")
        let echo = try ChildProcess(["/proc/\(ownProcess)/exe", "echo"], log: "\(folder)/echo")
        defer { echo.stop() }
        guard let line = try echo.firstLine(within: 5), let upstream = Address(line.dropFirst(13)) else {
            throw .unable("the echo server did not start")
        }
        let closecall = arguments.text("closecall") ?? RelayOptions.ownFolder + "closecall"
        var factory = PeerFactory(
            upstream: upstream, folder: folder, closecall: closecall, before: closecall, sessions: 200)
        let trace = "\(folder)/trace.pcapng"
        factory.extra = ["--trace", trace]
        let seed: UInt64 = try arguments.number("seed") ?? 1
        try TraceCommand(
            factory: factory, trace: trace, sampling: Sampling(poller: try Poller(), seed: seed),
            rounds: try arguments.number("rounds") ?? 7
        ).run()
        Progress.clear()
    }

    private func run() throws(Failure) {
        var scenario = try Scenario.named("many-small")
        scenario.title += ", with --trace; \"before\" is without"
        scenario.onlyBars = [Bar(metric: .cpuPerMessage, measure: .by(.before), limit: 1.7)]
        var comparison = Comparison(scenario)
        var complaints: Set<String> = []
        for round in 0..<rounds {
            for kind in round % 2 == 0 ? [PeerKind.before, .closecall] : [.closecall, .before] {
                Progress.show("trace \(round + 1)/\(rounds) \(kind.rawValue)")
                // A new one each time, whose file begins anew: a second's traffic is some hundred megabytes.
                let peer = try factory.start(kind)
                comparison.add(try sampling.sample(scenario, of: peer), of: kind)
                peer.process?.stop()
                let last = factory.complaint(of: kind)
                if kind == .closecall, last.contains("missing") { complaints.insert(last) }
            }
        }
        Progress.clear()
        comparison.print([.before, .closecall])
        let last = factory.complaint(of: .closecall)
        print("  \(last)")
        print("  ", terminator: "")
        print(complaints.isEmpty ? "no packet was dropped: met" : "NOT MET: \(complaints.sorted())")
        flushOutput()
    }
}
