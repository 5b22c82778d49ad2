package import Reactor
import WebSocketWire

/// What a test waited for in vain.
package struct PeerTimeout: Error, CustomStringConvertible {
    let awaited: String
    let bytes: [UInt8]

    package init(awaited: String, bytes: [UInt8] = []) {
        self.awaited = awaited
        self.bytes = bytes
    }

    package var description: String { "waited for \(awaited), got \(bytes)" }
}

/// A peer without any WebSocket in it: it sends the bytes that a test tells it, and shows the bytes it got.
///
// Sendable: `state` is guarded; `connection` is touched on the loop only.
package final class RawPeer: ConnectionHandler, @unchecked Sendable {
    package enum End: Equatable, Sendable {
        case finished
        case reset
        case closed
    }

    struct Waiter {
        let isDone: @Sendable (State) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    struct State {
        var bytes: [UInt8] = []
        var ends: [End] = []
        var waiters: [Int: Waiter] = [:]
        var lastWaiter = 0
    }

    private let state = Locked(State())
    private let loop: EventLoop
    private var connection: Connection?

    package init(_ connection: Connection) {
        loop = connection.loop
        self.connection = connection
        connection.start(self)
    }

    // MARK: What it does

    package func send(_ bytes: [UInt8]) { loop.submit { self.connection?.write(bytes) } }
    package func finish() { loop.submit { self.connection?.finish() } }
    package func reset() { loop.submit { self.connection?.reset() } }
    package func close() { loop.submit { self.connection?.close() } }
    package func resumeReading() { loop.submit { self.connection?.resumeReading() } }
    package func pauseReading() { loop.submit { self.connection?.pauseReading() } }

    /// Bytes and FIN in one go.
    package func sendAndFinish(_ bytes: [UInt8]) {
        loop.submit {
            self.connection?.batch {
                self.connection?.write(bytes)
                self.connection?.finish()
            }
        }
    }

    /// Sends in parts of which each leaves before the next is written.
    package func sendOneByOne(_ bytes: [UInt8]) {
        for byte in bytes { send([byte]) }
    }

    /// What it has written and the kernel has not taken, after the loops have come round `turns` more times.
    package func unsent(afterTurns turns: Int) async throws -> Int {
        let other = try EventLoop.shared
        for _ in 0..<turns {
            await withCheckedContinuation { continuation in _ = other.submit { continuation.resume() } }
            await withCheckedContinuation { continuation in _ = loop.submit { continuation.resume() } }
        }
        return await withCheckedContinuation { continuation in
            loop.submit { continuation.resume(returning: self.connection?.bufferedBytes ?? 0) }
        }
    }

    // MARK: What it got

    package var bytes: [UInt8] { state.withLock { $0.bytes } }

    /// Takes the next `count` bytes.
    package func read(_ count: Int) async throws -> [UInt8] {
        try await wait("\(count) bytes") { $0.bytes.count >= count }
        return take(count)
    }

    /// Takes a head: all up to and including the empty line.
    package func readHead() async throws -> String {
        let mark = Array("\r\n\r\n".utf8)
        try await wait("a head") { Self.position(of: mark, in: $0.bytes) != nil }
        guard let end = Self.position(of: mark, in: bytes) else { return "" }
        return String(decoding: take(end + 4), as: UTF8.self)
    }

    /// Takes a frame of a client, and unmasks it by RFC 6455's formula.
    package func readFrame() async throws -> (first: UInt8, payload: [UInt8]) {
        let head = try await read(2)
        guard head[1] & 0x80 != 0 else { throw PeerTimeout(awaited: "a masked frame", bytes: head) }
        var count = Int(head[1] & 0x7F)
        if count == 126 { count = try await read(2).reduce(0) { $0 << 8 | Int($1) } }
        if count == 127 { count = try await read(8).reduce(0) { $0 << 8 | Int($1) } }
        let key = try await read(4)
        let masked = try await read(count)
        return (head[0], masked.enumerated().map { $1 ^ key[$0 % 4] })
    }

    /// How the other side ended.
    package func end() async throws -> End? {
        try await wait("an end") { !$0.ends.isEmpty }
        return state.withLock { $0.ends.first }
    }

    /// Takes everything up to the other side's end.
    package func readToEnd() async throws -> [UInt8] {
        _ = try await end()
        return take(.max)
    }

    private func take(_ count: Int) -> [UInt8] {
        state.withLock { state in
            let taken = Array(state.bytes.prefix(count))
            state.bytes.removeFirst(taken.count)
            return taken
        }
    }

    private static func position(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { Array(bytes[$0..<($0 + mark.count)]) == mark }
    }

    private func wait(
        _ what: String, until isDone: @escaping @Sendable (State) -> Bool
    ) async throws {
        await withCheckedContinuation { continuation in
            let number: Int? = state.withLock { state in
                if isDone(state) || state.ends.contains(.closed) { return nil }
                state.lastWaiter += 1
                state.waiters[state.lastWaiter] = Waiter(isDone: isDone, continuation: continuation)
                return state.lastWaiter
            }
            guard let number else { return continuation.resume() }
            loop.submit {
                self.loop.schedule(after: .seconds(20)) {
                    self.state.withLock { $0.waiters.removeValue(forKey: number) }?.continuation.resume()
                }
            }
        }
        let isThere = state.withLock { isDone($0) }
        if !isThere { throw PeerTimeout(awaited: what, bytes: bytes) }
    }

    private func note(_ change: (inout State) -> Void) {
        let woken = state.withLock { state in
            change(&state)
            let done = state.waiters.filter { $0.value.isDone(state) || state.ends.contains(.closed) }
            for key in done.keys { state.waiters[key] = nil }
            return done.values.map(\.continuation)
        }
        woken.forEach { $0.resume() }
    }

    // MARK: Called by the connection

    package func received(_ bytes: inout MutableSpan<UInt8>) {
        let copy = bytes.indices.map { bytes[$0] }
        note { $0.bytes += copy }
    }

    package func peerFinished(_ end: PeerEnd) { note { $0.ends.append(.finished) } }
    package func failed(_ failure: ConnectionFailure) { note { $0.ends.append(.reset) } }

    package func closed() {
        connection = nil
        note { $0.ends.append(.closed) }
    }
}

extension RawPeer {
    /// A client that has connected and sent nothing.
    package static func connect(to address: SocketAddress) async throws -> RawPeer {
        let loop = try EventLoop.shared
        // Handed over under a lock: the thread sanitizer does not see what a continuation orders.
        let made = Locked<Result<RawPeer, ConnectError>?>(nil)
        await withCheckedContinuation { continuation in
            _ = loop.submit {
                Connector.connect(to: .address(address), on: loop) { result in
                    made.withLock { $0 = result.map { RawPeer($0) } }
                    continuation.resume()
                }
            }
        }
        guard let peer = made.withLock({ $0 }) else { throw PeerTimeout(awaited: "a connection") }
        return try peer.get()
    }

    /// A client whose handshake has succeeded, and the server's answer.
    package static func open(
        _ address: SocketAddress, target: String = "/", headers extraHeaders: String = ""
    ) async throws -> (peer: RawPeer, head: String) {
        let peer = try await connect(to: address)
        peer.send(Array(request(target: target, headers: extraHeaders).utf8))
        return (peer, try await peer.readHead())
    }

    /// A request written by hand, with the key of RFC 6455 §1.3.
    package static func request(target: String = "/", headers extraHeaders: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(extraHeaders)\r\n"
    }
}

/// A listener that hands each connection to a test as a `RawPeer`.
package final class RawServer: Sendable {
    package let url: String
    package let port: UInt16
    private let loop: EventLoop
    private let listener: Listener
    private let peers: AsyncStream<RawPeer>

    package init() throws {
        loop = try EventLoop.start(name: "raw")
        let listener = try Listener(at: .ipv4(0x7F00_0001, port: 0), on: loop)
        self.listener = listener
        port = listener.address.port ?? 0
        url = "ws://127.0.0.1:\(port)/"
        let (stream, continuation) = AsyncStream.makeStream(of: RawPeer.self)
        peers = stream
        loop.submit {
            try? listener.start { continuation.yield(RawPeer($0)) }
        }
    }

    deinit { loop.stop() }

    /// The next client.
    package func accept() async throws -> RawPeer {
        var iterator = peers.makeAsyncIterator()
        guard let peer = await iterator.next() else { throw PeerTimeout(awaited: "a client", bytes: []) }
        return peer
    }

    /// The next client, its request read and answered with a 101.
    package func acceptWebSocket(_ extraHeaders: String = "") async throws -> RawPeer {
        let peer = try await accept()
        let request = try await peer.readHead()
        peer.send(Array(response101(to: request, extraHeaders).utf8))
        return peer
    }
}

/// The 101 that answers a request, written by hand but for the accept.
package func response101(to request: String, _ extraHeaders: String = "") -> String {
    let line = request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key:") }
    let key = line?.split(separator: ":", maxSplits: 1).last.map { $0.filter { $0 != " " } } ?? ""
    let accept = SecWebSocketKey(encoded: String(key))?.accept ?? ""
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: \(accept)\r\n\(extraHeaders)\r\n"
}
