internal import Faults
internal import Reactor
internal import Scenarios
internal import WebSocketWire

/// An embedded client: connects, plays, and comes back where it is told to.
final class PlayedClient {
    /// What it asks for.
    struct Request {
        var url: WebSocketURL
        var subprotocols: [String]
        var options: WebSocketOptions
    }

    /// From the loop's view it is connecting, shaking hands, playing, or waiting to come back.
    private enum Phase {
        case idle
        case connecting(Connector)
        case shaking(ClientHandshake)
        case playing
        case waiting(TimerToken)
    }

    private let request: Request
    private let play: Play
    private let keys: RandomStream
    private let loop: EventLoop
    private let began: MonotonicTime
    private let changed: () -> Void
    private var phase = Phase.idle
    private var peers: [PlayedPeer] = []
    private var waits: [Duration] = []
    /// TCP connections that were made.
    private(set) var connects = 0
    private(set) var isDone = false

    init(
        _ request: Request, _ play: Play, keys: RandomStream, on loop: EventLoop, since began: MonotonicTime,
        changed: @escaping () -> Void
    ) {
        self.request = request
        self.play = play
        self.keys = keys
        self.loop = loop
        self.began = began
        self.changed = changed
    }

    var outcome: ClientOutcome { ClientOutcome(connections: peers.map(\.outcome), waits: waits) }

    func connect() {
        let part = PlayedPeer.Part(
            role: .client, steps: play.client ?? Self.usualSteps, echoes: false,
            keys: keys.named(UInt64(peers.count)))
        let peer = PlayedPeer(part, on: loop, since: began) { [self] in connectionEnded() }
        peers.append(peer)
        let plan: ClientHandshakePlan
        do throws(DOMException) {
            plan = try ClientHandshakePlan(
                request.url, protocols: request.subprotocols, options: request.options)
        } catch {
            return peer.fail(error.message)
        }
        phase = .connecting(
            Connector.connect(to: plan.endpoint, on: loop) { [self] result in
                switch result {
                case .success(let connection): shake(on: connection, plan, peer)
                case .failure(let error): peer.fail("\(error)")
                }
            })
    }

    func drop() {
        switch phase {
        case .connecting(let connector): connector.cancel()
        case .shaking(let handshake): handshake.abandon()
        case .waiting(let timer): loop.cancel(timer)
        case .idle, .playing: break
        }
        peers.forEach { $0.drop() }
    }

    private func shake(on connection: Connection, _ plan: ClientHandshakePlan, _ peer: PlayedPeer) {
        connects += 1
        phase = .shaking(
            ClientHandshake(plan, on: connection) { [self] result in
                switch result {
                case .success(let opening):
                    phase = .playing
                    peer.open(opening.connection, deflate: opening.deflate, early: opening.early)
                case .failure(let failure): peer.fail(failure.description)
                }
            })
    }

    /// A client that has closed by itself wanted the end; any other end it makes good.
    private func connectionEnded() {
        phase = .idle
        if let reconnect = play.reconnect, waits.count < reconnect.attempts,
            peers.last?.outcome.closedAt == nil
        {
            let wait = waits.last.map { $0 * reconnect.factor } ?? reconnect.wait
            waits.append(wait)
            phase = .waiting(loop.schedule(after: wait) { [self] in connect() })
        } else {
            isDone = true
        }
        changed()
    }

    /// Five messages, each after the echo of the one before, and a Close.
    private static let usualSteps: [PlayStep] = {
        var steps: [PlayStep] = []
        for number in 1...5 {
            steps.append(
                .send(Payload(text: "message \(number)"), isText: true, times: 1, every: .zero))
            steps.append(.receive(number))
        }
        return steps + [.close(code: 1000, reason: "")]
    }()
}
