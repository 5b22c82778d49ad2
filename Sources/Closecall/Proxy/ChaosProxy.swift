internal import Observer
public import Reactor
internal import Relay
internal import Scenarios
internal import Synchronization

/// A proxy between WebSocket clients and their server, that nobody notices.
///
/// ```swift
/// let proxy = try ChaosProxy(options: ProxyOptions(upstream: Upstream("ws://127.0.0.1:8080")))
/// let socket = try WebSocket(proxy.url)
/// ```
///
/// Each of its threads has a loop, a listener and sessions of its own, and nothing of a session ever leaves its thread.
public final class ChaosProxy: Sendable {
    /// Where it listens.
    public let address: SocketAddress
    /// What clients connect to.
    public let url: String
    let workers: [ProxyWorker]
    let shared: ProxyShared
    /// Once the loops are gone, nobody can be asked any more.
    private let finalCounts = Locked<[RuleCount]?>(nil)

    /// Listens and relays until `stop`.
    ///
    /// - Parameters:
    ///   - address: where; with port 0 any free one.
    ///   - options: where to, and how.
    ///   - ended: called on the session's thread for each session that has ended.
    public init(
        at address: SocketAddress = .ipv4(0x7F00_0001, port: 0), options: ProxyOptions,
        ended: @escaping @Sendable (SessionReport) -> Void = { _ in }
    ) throws(SystemError) {
        var loops: [EventLoop] = []
        do throws(SystemError) {
            for number in 1...max(1, options.threads) {
                loops.append(try EventLoop.start(name: "relay-\(number)"))
            }
            let listeners = try Listener.group(at: address, on: loops)
            let shared = ProxyShared(options, ended: ended)
            self.shared = shared
            workers = listeners.map { ProxyWorker($0, shared) }
            self.address = listeners.first?.address ?? address
        } catch {
            loops.forEach { $0.stop() }
            throw error
        }
        let scheme = options.upstream.kind == .tcp ? "tcp" : options.tls == nil ? "ws" : "wss"
        if case .unix = self.address { url = "\(self.address)" } else { url = "\(scheme)://\(self.address)/" }
        for worker in workers { worker.loop.submit { worker.open() } }
    }

    /// Stops accepting, gives the sessions `drain` to end by themselves, ends those that are left, and waits until
    /// all have ended. Then another proxy can listen at its address at once.
    ///
    /// - Parameter patience: how long a peer may take to end its half, too, when we have ended ours.
    public func stop(drain: Duration = .zero, patience: Duration = .seconds(2)) async -> ProxyTotals {
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { await worker.stop(drain: drain, patience: patience) } }
        }
        let totals = await totals()
        let counts = await ruleCounts()
        finalCounts.withLock { $0 = counts }
        for worker in workers { worker.loop.stop() }
        shared.endings.finish()
        return totals
    }

    /// What it has done so far.
    public func totals() async -> ProxyTotals {
        var sum = ProxyTotals()
        for worker in workers { sum = sum + (await worker.ask { $0.totals } ?? ProxyTotals()) }
        return sum
    }

    /// What is counted for a monitoring system so far: endings, codes, traffic, firings.
    public func metrics() async -> SessionMetrics {
        var sum = SessionMetrics()
        for worker in workers { sum = sum + (await worker.ask { $0.metrics } ?? SessionMetrics()) }
        return sum
    }

    /// The sessions that are open, by number.
    public func sessions() async -> [SessionReport] {
        var all: [SessionReport] = []
        for worker in workers { all += await worker.ask { $0.reports() } ?? [] }
        return all.sorted { $0.number < $1.number }
    }

    /// How often each rule has fired, of all scenarios that were in force.
    public func ruleCounts() async -> [RuleCount] {
        if let counts = finalCounts.withLock({ $0 }) { return counts }
        var sums: [String: Int] = [:]
        for worker in workers {
            sums.merge(await worker.ask { $0.firings } ?? [:], uniquingKeysWith: +)
        }
        return shared.repertoire.ruleNames.map { RuleCount(rule: $0, count: sums[$0] ?? 0) }
    }

    /// Runs `body` with a proxy that is gone when it returns.
    public static func withProxy<R: Sendable>(
        options: ProxyOptions, ended: @escaping @Sendable (SessionReport) -> Void = { _ in },
        _ body: (ChaosProxy) async throws -> R
    ) async throws -> R {
        let proxy = try ChaosProxy(options: options, ended: ended)
        do {
            let answer = try await body(proxy)
            _ = await proxy.stop()
            return answer
        } catch {
            _ = await proxy.stop()
            throw error
        }
    }
}

/// What the workers of one proxy have in common.
final class ProxyShared: Sendable {
    let options: ProxyOptions
    let repertoire: Repertoire
    let endings: EndedSessions
    let ended: @Sendable (SessionReport) -> Void
    private let lastNumber = Atomic<Int>(0)
    private let running = Atomic<Int>(0)
    private let crowded = Locked<[ProxyWorker]>([])

    init(_ options: ProxyOptions, ended: @escaping @Sendable (SessionReport) -> Void) {
        self.options = options
        repertoire = Repertoire(options.relay, options.scenario)
        endings = EndedSessions(most: options.keptReports)
        self.ended = ended
    }

    func play(_ setup: ScenarioSetup?) {
        repertoire.play(setup)
        tell { .scenario(setup.map { JournalScenario($0) }, at: $0) }
    }

    /// Puts it into the journal, if there is one.
    func tell(_ entry: (Moment) -> JournalEntry) {
        options.journal?(entry(Moment(microseconds: MonotonicTime.current.microseconds)))
    }

    func nextNumber() -> Int { lastNumber.add(1, ordering: .relaxed).newValue }

    /// Whether a session of this number was accepted.
    func wasAccepted(_ number: Int) -> Bool { number <= lastNumber.load(ordering: .relaxed) }

    /// Counts a session in; false when there are as many as there may be.
    func admit() -> Bool {
        guard let limit = options.maxSessions else { return true }
        if running.add(1, ordering: .relaxed).newValue <= limit { return true }
        running.subtract(1, ordering: .relaxed)
        return false
    }

    /// Calls `worker.roomAppeared()` on its loop when a session has ended, or has just now.
    func tellOfRoom(_ worker: ProxyWorker) {
        crowded.withLock { $0.append(worker) }
        guard let limit = options.maxSessions, running.load(ordering: .relaxed) < limit else { return }
        worker.loop.submit { worker.roomAppeared() }
    }

    /// Counts a session out.
    func release() {
        guard options.maxSessions != nil else { return }
        running.subtract(1, ordering: .relaxed)
        let waiting = crowded.withLock { workers in
            defer { workers = [] }
            return workers
        }
        for worker in waiting { worker.loop.submit { worker.roomAppeared() } }
    }
}
