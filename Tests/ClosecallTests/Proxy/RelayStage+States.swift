import Closecall
import Observer
import TestPeers
import WebSocketWire

/// Waits until `condition` holds, and asks again and again.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw PeerTimeout(awaited: what) }
        // Asking without a pause would take the time that is waited for.
        try await Task.sleep(for: .milliseconds(1))
    }
}

extension RelayStage {
    /// The two peers of a session.
    struct Pair {
        let client: RawPeer
        let server: RawPeer

        var both: [RawPeer] { [client, server] }

        subscript(leg: Leg) -> RawPeer {
            switch leg {
            case .client: client
            case .server: server
            }
        }
    }

    /// A new session in which each peer has heard a byte of the other.
    func pair() async throws -> Pair {
        let pair = Pair(client: try await client(), server: try await server())
        pair.client.send([0])
        _ = try await pair.server.read(1)
        pair.server.send([0])
        _ = try await pair.client.read(1)
        return pair
    }

    /// A new session whose handshake is done.
    func webSocket() async throws -> Pair {
        let pair = Pair(client: try await client(), server: try await server())
        pair.client.send(Array(RawPeer.request().utf8))
        pair.server.send(Array(response101(to: try await pair.server.readHead()).utf8))
        _ = try await pair.client.readHead()
        return pair
    }

    /// The beginning of a binary message that never ends.
    static func endlessMessage(from leg: Leg) -> [UInt8] {
        var bytes: [UInt8] = []
        let key = leg == .client ? MaskingKey(bits: 0) : nil
        FrameHeader(opcode: .binary, maskingKey: key, payloadLength: 1 << 40).append(to: &bytes)
        return bytes
    }

    /// Sends `start` and zeros to a peer that does not read, until the kernel, the proxy and the kernel again are
    /// full, and answers how much at most waited in the proxy for a session.
    @discardableResult
    func flood(_ pair: Pair, from leg: Leg, _ start: [UInt8] = []) async throws -> Int {
        pair[leg.other].pauseReading()
        pair[leg].send(start)
        var (most, last, stillFor) = (0, 0, 0)
        try await eventually("the \(leg) to be stopped") {
            let sessions = await proxy.sessions()
            most = sessions.reduce(most) { max($0, $1.waitingForClient, $1.waitingForServer) }
            let unsent = try await pair[leg].unsent(afterTurns: 3)
            // Nobody knows how much a kernel takes.
            if unsent == 0 { pair[leg].send([UInt8](repeating: 0, count: 8 << 20)) }
            stillFor = most > 0 && unsent > 0 && unsent == last ? stillFor + 1 : 0
            last = unsent
            return stillFor > 5
        }
        return most
    }
}
