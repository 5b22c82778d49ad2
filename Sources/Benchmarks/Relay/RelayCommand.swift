/// `Benchmarks relay`: the conductor. It starts the echo server and the peers, lets them take turns, and tells how
/// ours compares.
struct RelayCommand {
    private let options: RelayOptions
    private let factory: PeerFactory
    private let sampling: Sampling
    private let idleSessions: Int
    private let kinds: [PeerKind]

    static func run(_ arguments: Arguments) throws(Failure) {
        let options = try RelayOptions(arguments)
        let folder = try Files.makeTemporaryFolder()
        defer { Files.removeFolder(folder) }
        try stayOnCore(options.core, log: "\(folder)/taskset")
        let limit = Sockets.raiseDescriptorLimit()
        let echo = try ChildProcess(["/proc/\(ownProcess)/exe", "echo"], log: "\(folder)/echo")
        guard let line = try echo.firstLine(within: 5), let upstream = Address(line.dropFirst(13)) else {
            throw .unable("the echo server did not start")
        }
        try RelayCommand(options, folder: folder, upstream: upstream, descriptors: limit).run()
        echo.stop()
    }

    private init(
        _ options: RelayOptions, folder: String, upstream: Address, descriptors: Int
    ) throws(Failure) {
        self.options = options
        // A relay has two descriptors for each session, and some of its own.
        idleSessions = min(10_000, (descriptors - 400) / 2)
        factory = PeerFactory(
            upstream: upstream, folder: folder, closecall: options.closecall, before: options.before,
            sessions: idleSessions + 100)
        sampling = Sampling(poller: try Poller(), seed: options.seed)
        kinds = try Self.present(factory)
    }

    /// Which peers there are to be had; without a rival there is nothing to compare with.
    private static func present(_ factory: PeerFactory) throws(Failure) -> [PeerKind] {
        var kinds: [PeerKind] = []
        for kind in PeerKind.allCases where kind != .before || factory.before != nil {
            do throws(Failure) {
                _ = try factory.start(kind)
                kinds.append(kind)
            } catch {
                guard error.kind == .unable else { throw error }
                Progress.note("without \(kind.rawValue): \(error)")
            }
        }
        return kinds
    }

    private func run() throws(Failure) {
        if !options.json {
            print(
                "The relay beside HAProxy and nginx, one worker and one core for all; ratios are what to trust\n"
            )
        }
        for scenario in options.scenarios {
            report(try measure(scenario))
        }
        if options.countsMallocs { try countMallocs(options.mallocLibrary) }
        Progress.clear()
    }

    private func measure(_ scenario: Scenario) throws(Failure) -> Comparison {
        if case .idle = scenario.work { return try measureIdle(scenario) }
        var comparison = Comparison(scenario)
        var peers: [Peer] = []
        for kind in kinds { peers.append(try factory.start(kind)) }
        for round in 0..<options.rounds {
            for turn in peers.indices {
                let peer = peers[(round + turn) % peers.count]
                Progress.show("\(scenario.name) \(round + 1)/\(options.rounds) \(peer.kind.rawValue)")
                comparison.add(try attempt(scenario, peer), of: peer.kind)
            }
        }
        return comparison
    }

    /// Each time in new processes; and since memory is no matter of luck, not in many rounds.
    private func measureIdle(_ scenario: Scenario) throws(Failure) -> Comparison {
        var scenario = scenario
        scenario.work = .idle(sessions: idleSessions)
        scenario.title = "\(idleSessions) \(scenario.title)"
        var comparison = Comparison(scenario)
        for round in 0..<min(options.rounds, 3) {
            for kind in kinds where kind != .direct {
                Progress.show("\(scenario.name) \(round + 1) \(kind.rawValue)")
                comparison.add(try attempt(scenario, try factory.start(kind)), of: kind)
            }
        }
        return comparison
    }

    private func countMallocs(_ library: String) throws(Failure) {
        guard Files.exists(library) else { return Progress.note("without mallocs: \(library) is not there") }
        var scenario = try Scenario.named("many-small")
        scenario.title = "a million relayed messages"
        scenario.onlyBars = [MallocCounting.bar]
        let counting = MallocCounting(factory: factory, sampling: sampling, library: library)
        var comparison = Comparison(scenario)
        for kind in kinds where kind != .direct {
            Progress.show("mallocs \(kind.rawValue)")
            comparison.add([.mallocs: try counting.count(kind, scenario)], of: kind)
        }
        report(comparison)
    }

    /// A failure says at whom it happened.
    private func attempt(_ scenario: Scenario, _ peer: Peer) throws(Failure) -> Sample {
        do throws(Failure) {
            return try sampling.sample(scenario, of: peer)
        } catch {
            throw Failure(kind: error.kind, description: "\(scenario.name), \(peer.kind.rawValue): \(error)")
        }
    }

    private func report(_ comparison: Comparison) {
        Progress.clear()
        // Ours has its column also when it is missing.
        let shown = PeerKind.allCases.filter { kinds.contains($0) || $0 == .closecall }
        if options.json { comparison.printJSON(shown) } else { comparison.print(shown) }
        flushOutput()
    }
}
