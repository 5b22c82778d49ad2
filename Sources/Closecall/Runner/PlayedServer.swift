internal import Faults
internal import Reactor
internal import Scenarios
internal import WebSocketWire

/// The embedded server: takes every connection that comes, and plays on each.
final class PlayedServer {
    private let listener: Listener
    private let play: Play
    private let keys: RandomStream
    private let began: MonotonicTime
    private let changed: () -> Void
    private var visits: [Visit] = []

    private struct Visit {
        let peer: PlayedPeer
        let handshake: ServerHandshake
    }

    init(
        _ listener: Listener, _ play: Play, keys: RandomStream, since began: MonotonicTime,
        changed: @escaping () -> Void
    ) {
        self.listener = listener
        self.play = play
        self.keys = keys
        self.began = began
        self.changed = changed
    }

    /// What it saw, connection by connection.
    var outcomes: [SideOutcome] { visits.map(\.peer.outcome) }
    /// Connections that were accepted.
    var accepted: Int { visits.count }
    var hasEnded: Bool { visits.allSatisfy(\.peer.hasEnded) }

    func open() throws(SystemError) {
        try listener.start { [self] connection in welcome(connection) }
    }

    func drop() {
        listener.close()
        for visit in visits {
            visit.handshake.abandon()
            visit.peer.drop()
        }
        visits = []
    }

    private func welcome(_ connection: Connection) {
        let part = PlayedPeer.Part(
            role: .server, steps: play.server, echoes: play.echoes, keys: keys.named(UInt64(accepted)))
        let peer = PlayedPeer(part, on: listener.loop, since: began) { [self] in changed() }
        let policy = ServerHandshakePolicy(
            subprotocols: play.subprotocols, acceptsCompression: play.compress)
        // A request that never comes ends with the run.
        let handshake = ServerHandshake(policy, on: connection, within: play.timeout + .seconds(60)) {
            result in
            switch result {
            case .success(let opening):
                peer.open(connection, deflate: opening.deflate, early: opening.early)
            case .failure(let failure): peer.fail(failure.description)
            }
        }
        visits.append(Visit(peer: peer, handshake: handshake))
    }
}
