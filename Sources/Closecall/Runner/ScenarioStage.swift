internal import Faults
internal import Reactor
internal import Scenarios
internal import WebSocketWire

/// One run: the clients and the server on one loop, and the question when it is over.
///
// Sendable: after `init`, touched on the loop only; the runner and the proxy come in by `submit`.
final class ScenarioStage: @unchecked Sendable {
    /// What stood there when the run was over.
    struct Scene: Sendable {
        var clients: [ClientOutcome]
        var servers: [SideOutcome]
        var duration: Duration
        var isTimedOut: Bool
        var isBrokenOff: Bool
    }

    /// How long the proxy has to end its sessions when both sides have ended: a server may still hear of a client
    /// that is gone already, but what a scenario holds back for ever must not hold up the run.
    private static let grace = Duration.milliseconds(500)

    private let play: Play
    private let keys: RandomStream
    private let loop: EventLoop
    private let listener: Listener
    private var server: PlayedServer?
    private var clients: [PlayedClient] = []
    private var began = MonotonicTime(microseconds: 0)
    private var limit: TimerToken?
    private var waiting: TimerToken?
    /// The proxy's sessions that have ended, and those among them that had reached the server.
    private var relayed = (ended: 0, reached: 0)
    private var isBrokenOff = false
    private var over: (@Sendable (Scene) -> Void)?

    init(_ play: Play, seed: UInt64, on loop: EventLoop, _ listener: Listener) {
        self.play = play
        self.loop = loop
        self.listener = listener
        keys = RandomStream(seed: seed, "run", "masks")
    }

    /// Opens the server and lets the clients go; `over` is called once.
    func begin(_ request: PlayedClient.Request, over: @escaping @Sendable (Scene) -> Void) {
        self.over = over
        began = .current
        let server = PlayedServer(listener, play, keys: keys.named("server"), since: began) { [self] in look()
        }
        self.server = server
        // Fails only when the kernel has no memory for one more watch; then nobody opens, and the outcome shows it.
        try? server.open()
        limit = loop.schedule(after: play.timeout) { [self] in
            limit = nil
            finish(isTimedOut: true)
        }
        clients = (0..<max(1, play.clients)).map { number in
            PlayedClient(
                request, play, keys: keys.named("client").named(UInt64(number)), on: loop, since: began
            ) { [self] in look() }
        }
        if isBrokenOff { return finish(isTimedOut: false) }
        clients.forEach { $0.connect() }
    }

    /// A session of the proxy has ended.
    func relayed(hasReachedServer: Bool) {
        relayed.ended += 1
        if hasReachedServer { relayed.reached += 1 }
        look()
    }

    /// Ends the run with what is there.
    func breakOff() {
        isBrokenOff = true
        finish(isTimedOut: false)
    }

    /// Ends whatever still goes on.
    func clear() {
        clients.forEach { $0.drop() }
        server?.drop()
        if server == nil { listener.close() }
        clients = []
        server = nil
    }

    // MARK: The end

    private func look() {
        guard over != nil, haveEnded else { return }
        if isSettled { return finish(isTimedOut: false) }
        if waiting == nil {
            waiting = loop.schedule(after: Self.grace) { [self] in
                waiting = nil
                if haveEnded { finish(isTimedOut: false) }
            }
        }
    }

    private var haveEnded: Bool {
        !clients.isEmpty && clients.allSatisfy(\.isDone) && server?.hasEnded == true
    }

    /// Whether no connection is under way between the two any more.
    private var isSettled: Bool {
        let accepted = server?.accepted ?? 0
        return relayed.ended >= clients.reduce(0) { $0 + $1.connects } && accepted >= relayed.reached
    }

    private func finish(isTimedOut: Bool) {
        guard let over = over.take() else { return }
        if let limit { loop.cancel(limit) }
        if let waiting { loop.cancel(waiting) }
        let clients = clients.map(\.outcome)
        let servers = server?.outcomes ?? []
        let ends = (clients.flatMap(\.connections) + servers).map(\.endedAt)
        let elapsed = loop.now - began
        over(
            Scene(
                clients: clients, servers: servers,
                duration: haveEnded ? ends.compactMap(\.self).max() ?? elapsed : elapsed,
                isTimedOut: isTimedOut, isBrokenOff: isBrokenOff))
    }
}
