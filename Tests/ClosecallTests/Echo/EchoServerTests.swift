import Closecall
import Reactor
import Synchronization
import Testing
import TestPeers
import WebSocketWire

@Suite(.timeLimit(.minutes(1)))
struct EchoServerTests {
    /// The ended sessions of a server, for a test to wait for.
    final class Sessions: Sendable {
        private let stream: AsyncStream<EchoServer.Session>
        let add: @Sendable (EchoServer.Session) -> Void

        init() {
            let (stream, continuation) = AsyncStream.makeStream(of: EchoServer.Session.self)
            self.stream = stream
            add = { continuation.yield($0) }
        }

        func next() async throws -> EchoServer.Session {
            var iterator = stream.makeAsyncIterator()
            guard let session = await iterator.next() else { throw PeerTimeout(awaited: "a session") }
            return session
        }
    }

    @Test func `it answers the RFC's example, echoes, and closes with what the client said`() async throws {
        let sessions = Sessions()
        try await EchoServer.withServer(ended: sessions.add) { server in
            let (peer, head) = try await RawPeer.open(server.address, target: "/a?b")
            #expect(
                head == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
            // RFC 6455 §5.7: a masked "Hello"; the echo is not masked.
            peer.send([0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
            #expect(try await peer.read(7) == [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F])
            peer.send([0x82, 0x82, 0, 0, 0, 0, 1, 2])
            #expect(try await peer.read(4) == [0x82, 0x02, 1, 2])
            peer.send([0x88, 0x84, 0, 0, 0, 0, 0x0F, 0xA0, 0x68, 0x69])
            #expect(try await peer.read(6) == [0x88, 0x04, 0x0F, 0xA0, 0x68, 0x69])
            // The server ends TCP first (RFC 6455 §7.1.1).
            #expect(try await peer.end() == .finished)
            peer.close()
            let session = try await sessions.next()
            #expect(session.event == CloseEvent(type: "close", code: 4000, reason: "hi", wasClean: true))
            #expect(session.target == "/a?b" && session.messages == 2 && session.problem == nil)
        }
    }

    @Test func `it speaks first of its own subprotocols, and compresses when asked`() async throws {
        var options = EchoServer.Options()
        options.subprotocols = ["v2", "v1"]
        try await EchoServer.withServer(options: options) { server in
            let (peer, head) = try await RawPeer.open(
                server.address,
                headers: "Sec-WebSocket-Protocol: v1, v2\r\nSec-WebSocket-Extensions: permessage-deflate\r\n")
            #expect(head.contains("\r\nSec-WebSocket-Protocol: v2\r\n"))
            #expect(head.contains("\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"))
            peer.send([0xC1, 0x87, 0, 0, 0, 0, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
            #expect(try await peer.read(9) == [0xC1, 0x07, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
            peer.close()
        }
        options.acceptsCompression = false
        options.subprotocols = []
        try await EchoServer.withServer(options: options) { server in
            let (peer, head) = try await RawPeer.open(
                server.address,
                headers: "Sec-WebSocket-Protocol: v1\r\nSec-WebSocket-Extensions: permessage-deflate\r\n")
            #expect(!head.contains("Sec-WebSocket-Protocol") && !head.contains("Extensions"))
            peer.close()
        }
    }

    static let refused: [(name: String, request: String, status: String)] = [
        ("a plain GET", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "426 Upgrade Required"),
        (
            "another method", RawPeer.request().replacing("GET", with: "POST", maxReplacements: 1),
            "405 Method Not Allowed"
        ),
        (
            "another version", RawPeer.request().replacing("Version: 13", with: "Version: 8"),
            "426 Upgrade Required"
        ),
        ("no key", RawPeer.request().replacing("Sec-WebSocket-Key", with: "X-Key"), "400 Bad Request"),
        (
            "a bad key", RawPeer.request().replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "c2hvcnQ="),
            "400 Bad Request"
        ),
        ("no HTTP", "hello\r\n\r\n", "400 Bad Request"),
        ("endless headers", "GET / HTTP/1.1\r\n" + .init(repeating: "X: y\r\n", count: 200), "431 "),
    ]

    @Test(arguments: refused.indices)
    func `a request that is none is refused with its status and the reason`(index: Int) async throws {
        let (name, request, status) = Self.refused[index]
        let sessions = Sessions()
        try await EchoServer.withServer(ended: sessions.add) { server in
            let peer = try await RawPeer.connect(to: server.address)
            peer.send(Array(request.utf8))
            let head = try await peer.readHead()
            #expect(head.hasPrefix("HTTP/1.1 \(status)"), "\(name): \(head)")
            #expect(head.contains("\r\nContent-Length: "), "\(name)")
            #expect(try await peer.end() == .finished)
            peer.close()
            let session = try await sessions.next()
            #expect(session.event == nil && session.problem != nil, "\(name)")
        }
    }

    @Test func `a client that never asks is shown out`() async throws {
        var options = EchoServer.Options()
        options.handshakeTimeout = .milliseconds(30)
        let sessions = Sessions()
        try await EchoServer.withServer(options: options, ended: sessions.add) { server in
            let peer = try await RawPeer.connect(to: server.address)
            #expect(try await peer.readHead().hasPrefix("HTTP/1.1 408 "))
            #expect(try await sessions.next().problem?.contains("no request within") == true)
            peer.close()
        }
    }

    @Test func `messages over the limit end with 1009, at the header already`() async throws {
        var options = EchoServer.Options()
        options.longestMessage = 1000
        let sessions = Sessions()
        try await EchoServer.withServer(options: options, ended: sessions.add) { server in
            let (peer, _) = try await RawPeer.open(server.address)
            peer.send([0x82, 0xFE, 0x03, 0xE9, 0, 0, 0, 0])
            let close = try await peer.read(4)
            #expect(close[0] == 0x88 && close[2...] == [0x03, 0xF1])
            let session = try await sessions.next()
            #expect(session.event == CloseEvent(type: "close", code: 1006))
            #expect(session.problem?.contains("at most 1000 bytes") == true)
            peer.close()
        }
    }

    @Test(arguments: [1 << 20, 1 << 20 + 1, 3 << 20])
    func `a Close behind the echo of a long message is answered`(size: Int) async throws {
        try await EchoServer.withServer { server in
            let (peer, _) = try await RawPeer.open(server.address)
            let length = (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
            peer.send([0x82, 0xFF] + length + [0, 0, 0, 0] + [UInt8](repeating: 7, count: size))
            #expect(try await peer.read(10) == [0x82, 0x7F] + length)
            #expect(try await peer.read(size).count == size)
            peer.send([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8])
            #expect(try await peer.read(4) == [0x88, 0x02, 0x03, 0xE8])
            peer.close()
        }
    }

    @Test func `stopping closes every session with 1001, and waits for them`() async throws {
        let sessions = Sessions()
        let server = try EchoServer(ended: sessions.add)
        let (peer, _) = try await RawPeer.open(server.address)
        let idle = try await RawPeer.connect(to: server.address)
        async let stopped: Void = server.stop()
        let close = try await peer.read(4)
        #expect(close[0] == 0x88 && close[2...] == [0x03, 0xE9])
        peer.send([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE9])
        #expect(try await peer.end() == .finished)
        peer.close()
        await stopped
        #expect(try await idle.end() != nil)
        let ended = [try await sessions.next(), try await sessions.next()]
        #expect(Set(ended.map { $0.event?.code }) == [nil, 1001])
    }

    @Test func `a hundred clients at once each get their own words back`() async throws {
        try await EchoServer.withServer { server in
            let url = server.url
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let socket = try WebSocket(url)
                        for await event in socket.events {
                            switch event {
                            case .open: try socket.send("client \(number)")
                            case .message(let message):
                                #expect(message.text == "client \(number)")
                                try socket.close(code: 3000)
                            case .error: Issue.record("client \(number): \(socket.story ?? "")")
                            case .close(let event): #expect(event.code == 3000 && event.wasClean)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
