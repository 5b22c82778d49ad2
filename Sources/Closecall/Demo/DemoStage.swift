internal import Faults
internal import Reactor
internal import Scenarios
internal import WebSocketWire

/// Plays the demo's endings one after the other: a client and a server, before and behind one proxy.
///
/// The server's listener stays, unlike a `ScenarioStage`'s: all endings are sessions of one proxy, so that its trace and
/// its journal have all of them.
///
// Sendable: after `init`, touched on the loop only; the demo comes in by `submit`.
final class DemoStage: @unchecked Sendable {
    /// What stood there when an ending was over.
    struct Scene: Sendable {
        var client: SideOutcome
        /// Nil where no connection came.
        var server: SideOutcome?
        var isBrokenOff: Bool
    }

    /// What is played now.
    private struct Act {
        let play: Play
        let keys: RandomStream
        let began: MonotonicTime
        let over: @Sendable (Scene) -> Void
    }

    private struct Visit {
        let peer: PlayedPeer
        let handshake: ServerHandshake
    }

    private let loop: EventLoop
    private let listener: Listener
    private var act: Act?
    private var client: PlayedClient?
    private var visits: [Visit] = []
    private var limit: TimerToken?
    private var isRelayed = false
    private var isBrokenOff = false

    init(on loop: EventLoop, _ listener: Listener) {
        self.loop = loop
        self.listener = listener
    }

    /// Takes connections from now on. Fails only when the kernel has no memory for one more watch; then nobody opens,
    /// and each ending shows it.
    func open() {
        try? listener.start { [self] connection in welcome(connection) }
    }

    /// Lets a client go; `over` is called once.
    func begin(
        _ scenario: Scenario, _ request: PlayedClient.Request, over: @escaping @Sendable (Scene) -> Void
    ) {
        let keys = RandomStream(seed: scenario.seed, "run", "masks")
        let act = Act(play: scenario.play, keys: keys, began: .current, over: over)
        clear()
        self.act = act
        isRelayed = false
        limit = loop.schedule(after: act.play.timeout) { [self] in finish() }
        let client = PlayedClient(
            request, act.play, keys: keys.named("client").named(0), on: loop, since: act.began
        ) { [self] in look() }
        self.client = client
        if isBrokenOff { return finish() }
        client.connect()
    }

    /// The proxy's session has ended.
    func relayed() {
        isRelayed = true
        look()
    }

    /// Ends what is played with what is there, and whatever comes behind it.
    func breakOff() {
        isBrokenOff = true
        finish()
    }

    /// Takes no more connections, and ends those that are there.
    func close() {
        clear()
        listener.close()
    }

    /// What never ended by itself is dropped.
    private func clear() {
        client?.drop()
        for visit in visits {
            visit.handshake.abandon()
            visit.peer.drop()
        }
        client = nil
        visits = []
    }

    private func welcome(_ connection: Connection) {
        guard let act else { return connection.close() }
        let part = PlayedPeer.Part(
            role: .server, steps: act.play.server, echoes: act.play.echoes,
            keys: act.keys.named("server").named(UInt64(visits.count)))
        let peer = PlayedPeer(part, on: loop, since: act.began) { [self] in look() }
        let policy = ServerHandshakePolicy(
            subprotocols: act.play.subprotocols, acceptsCompression: act.play.compress)
        let handshake = ServerHandshake(policy, on: connection, within: act.play.timeout) { result in
            switch result {
            case .success(let opening):
                peer.open(connection, deflate: opening.deflate, early: opening.early)
            case .failure(let failure): peer.fail(failure.description)
            }
        }
        visits.append(Visit(peer: peer, handshake: handshake))
    }

    /// All have seen the end, and what a peer does at the very last is in the proxy's report too.
    private func look() {
        guard isRelayed, client?.isDone == true, visits.allSatisfy(\.peer.hasEnded) else { return }
        finish()
    }

    private func finish() {
        guard let act = act.take() else { return }
        if let limit = limit.take() { loop.cancel(limit) }
        act.over(
            Scene(
                client: client?.outcome.last ?? SideOutcome(), server: visits.last?.peer.outcome,
                isBrokenOff: isBrokenOff))
    }
}
