/// `Benchmarks faults`: what a scenario costs whose rules never match, and how exact a latency is.
struct FaultsCommand {
    static let names: Set<String> = ["closecall", "rounds", "only", "core", "seed", "sessions"]

    private let closecall: String
    private let folder: String
    private let upstream: Address
    private let rounds: Int
    private let seed: UInt64
    private let sessions: Int

    static func run(_ arguments: Arguments) throws(Failure) {
        let folder = try Files.makeTemporaryFolder()
        defer { Files.removeFolder(folder) }
        _ = Sockets.raiseDescriptorLimit()
        let wanted = arguments.texts("only")
        func wants(_ name: String) -> Bool { wanted.isEmpty || wanted.contains(name) }
        // Sessions that wait for a clock do not wait for each other: the whole machine is theirs.
        if wants("latency") {
            try withEcho(arguments, in: folder) { command throws(Failure) in try command.latency() }
        }
        try stayOnCore(try arguments.number("core") ?? RelayOptions.lastCore, log: "\(folder)/taskset")
        try withEcho(arguments, in: folder) { command throws(Failure) in
            if wants("armed") { try command.armed("rules that look at headers", headerRules) }
            if wants("payload") { try command.armed("a rule that looks into every message", payloadRules) }
        }
        Progress.clear()
    }

    private static func withEcho(
        _ arguments: Arguments, in folder: String, _ body: (FaultsCommand) throws(Failure) -> Void
    ) throws(Failure) {
        let echo = try ChildProcess(["/proc/\(ownProcess)/exe", "echo"], log: "\(folder)/echo")
        defer { echo.stop() }
        guard let line = try echo.firstLine(within: 5), let upstream = Address(line.dropFirst(13)) else {
            throw .unable("the echo server did not start")
        }
        try body(
            FaultsCommand(
                closecall: arguments.text("closecall") ?? RelayOptions.ownFolder + "closecall",
                folder: folder,
                upstream: upstream, rounds: try arguments.number("rounds") ?? 7,
                seed: try arguments.number("seed") ?? 1,
                sessions: try arguments.number("sessions") ?? 5000))
    }
}

// MARK: Rules that never match

extension FaultsCommand {
    /// The load's messages are binary, so that each one is a candidate for some of these.
    private static let headerRules = """
        name: armed
        about: Rules that are looked at and never match.
        rules:
          - when: { kind: binary, nth: 1000000000 }
            do: drop
          - when: { kind: message, size: 1000000.. }
            do: truncate
          - when: { kind: text, probability: 50% }
            do: duplicate
          - when: { kind: ping }
            do: drop
          - when: { kind: close, nth: 1000 }
            do: swallow-close
        """

    private static let payloadRules = """
        name: armed
        about: A rule that has to see every payload.
        rules:
          - when: { kind: binary, contains: "there is no such text" }
            do: drop
        """

    private func armed(_ title: String, _ rules: String) throws(Failure) {
        let file = "\(folder)/armed.yaml"
        try Files.write(rules, to: file)
        var factory = PeerFactory(
            upstream: upstream, folder: folder, closecall: closecall, before: closecall, sessions: 200)
        factory.extra = ["--scenario", file]
        var scenario = try Scenario.named("many-small")
        scenario.title =
            "\(title): 64 connections, 16 messages in flight, 125 bytes; \"before\" is without rules"
        scenario.onlyBars = [
            Bar(metric: .messageRate, measure: .by(.before), limit: 0.9),
            Bar(metric: .cpuPerMessage, measure: .by(.before), limit: 1.11),
        ]
        let sampling = Sampling(poller: try Poller(), seed: seed)
        var comparison = Comparison(scenario)
        let peers = [try factory.start(.before), try factory.start(.closecall)]
        for round in 0..<rounds {
            for turn in peers.indices {
                let peer = peers[(round + turn) % peers.count]
                Progress.show("armed \(round + 1)/\(rounds) \(peer.kind.rawValue)")
                comparison.add(try sampling.sample(scenario, of: peer), of: peer.kind)
            }
        }
        Progress.clear()
        comparison.print([.before, .closecall])
        flushOutput()
    }
}

// MARK: Latency

extension FaultsCommand {
    private static let latencyRules = """
        name: late
        about: Each message to the server comes 50 ms later.
        rules:
          - when: { direction: toServer }
            do: { latency: 50ms }
        """

    /// Without and with 50 ms to the server: what the latency adds is the difference.
    private func latency() throws(Failure) {
        let file = "\(folder)/late.yaml"
        try Files.write(Self.latencyRules, to: file)
        var factory = PeerFactory(
            upstream: upstream, folder: folder, closecall: closecall, before: closecall,
            sessions: sessions + 100)
        factory.extra = ["--scenario", file]
        print("latency: 50ms to the server, \(sessions) sessions, each a message of 125 bytes a second")
        var bare: [Double] = []
        for kind in [PeerKind.before, .closecall] {
            Progress.show("latency \(kind.rawValue)")
            let peer = try factory.start(kind)
            let shares = [0.01, 0.5, 0.99, 0.999]
            let delays = try PacedLoad.delays(to: peer.address, sessions: sessions, seconds: 8, seed: seed)
                .percentiles(shares)
            Progress.clear()
            let words = zip(["p1", "p50", "p99", "p99.9"], delays).map { "\($0) \(figure($1 / 1000)) ms" }
            print("  \(kind == .before ? "without" : "with   ")  \(words.joined(separator: "  "))")
            if kind == .before { bare = delays }
            guard kind == .closecall else { continue }
            let added = delays[2] / 1000 - bare[1] / 1000
            let verdict = abs(added - 50) <= 2 ? "met" : "NOT MET"
            print("  added at p99, over the median without: \(figure(added)) ms, 50 within 2: \(verdict)")
        }
        flushOutput()
    }
}
