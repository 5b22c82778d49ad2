import Closecall
import Synchronization
import Testing
import TestPeers
import WebSocketWire

/// The web platform's documentation of `WebSocket.close()` and of the `close` event, statement by statement,
/// and what a server sees and a listener gets for each.
@Suite(.timeLimit(.minutes(1)))
struct WebSocketCloseTests {
    /// A socket that is open, and the raw server's end of it.
    private func open(_ server: RawServer) async throws -> (WebSocket, RawPeer, WebSocket.Events.Iterator) {
        let socket = try WebSocket(server.url)
        let peer = try await server.acceptWebSocket()
        var events = socket.events.makeAsyncIterator()
        #expect(await events.next()?.type == "open")
        return (socket, peer, events)
    }

    /// The events that are left, by type, and the close event.
    private func rest(_ events: WebSocket.Events.Iterator) async -> ([String], CloseEvent?) {
        var events = events
        var types: [String] = []
        var close: CloseEvent?
        while let event = await events.next() {
            types.append(event.type)
            if case .close(let event) = event { close = event }
        }
        return (types, close)
    }

    // MARK: Parameters

    typealias Closing = @Sendable (WebSocket) throws -> Void

    static let overloads: [(name: String, Closing, wire: [UInt8])] = [
        ("neither code nor reason", { $0.close() }, []),
        ("code", { try $0.close(code: 1000) }, [0x03, 0xE8]),
        ("lowest of the registered codes", { try $0.close(code: 3000) }, [0x0B, 0xB8]),
        ("highest of the private codes", { try $0.close(code: 4999) }, [0x13, 0x87]),
        ("reason alone brings 1000", { try $0.close(reason: "bye") }, [0x03, 0xE8, 0x62, 0x79, 0x65]),
        ("an empty reason is no reason", { try $0.close(reason: "") }, []),
        ("both", { try $0.close(code: 4001, reason: "é") }, [0x0F, 0xA1, 0xC3, 0xA9]),
        (
            "reason of 123 bytes", { try $0.close(code: 1000, reason: .init(repeating: "x", count: 123)) },
            [0x03, 0xE8] + .init(repeating: 0x78, count: 123)
        ),
        (
            "UTF-16, with a pair", { try $0.close(code: 1000, reason: [0xD83D, 0xDE00]) },
            [0x03, 0xE8, 0xF0, 0x9F, 0x98, 0x80]
        ),
    ]

    @Test(arguments: overloads.indices)
    func `close() sends one Close frame that says what it was given`(index: Int) async throws {
        let (name, close, wire) = Self.overloads[index]
        let server = try RawServer()
        let (socket, peer, events) = try await open(server)
        try close(socket)
        #expect(socket.readyState == .closing, "\(name)")
        let frame = try await peer.readFrame()
        #expect(frame.first == 0x88 && frame.payload == wire, "\(name)")
        peer.sendAndFinish([0x88, UInt8(wire.count)] + wire)
        let (types, event) = await rest(events)
        #expect(types == ["close"], "\(name)")
        #expect(event?.code == (wire.isEmpty ? 1005 : UInt16(wire[0]) << 8 | UInt16(wire[1])), "\(name)")
        #expect(event?.wasClean == true, "\(name)")
        #expect(peer.bytes.isEmpty, "\(name): nothing behind the Close")
    }

    // MARK: Exceptions

    static let wrong: [(Int?, [UInt16], DOMException.Name)] = [
        (0, [], .invalidAccessError), (999, [], .invalidAccessError), (1001, [], .invalidAccessError),
        (1005, [], .invalidAccessError), (1006, [], .invalidAccessError), (1015, [], .invalidAccessError),
        (2999, [], .invalidAccessError), (5000, [], .invalidAccessError), (65535, [], .invalidAccessError),
        (-1, [], .invalidAccessError), (65536 + 1000, [], .invalidAccessError),
        (.max, [], .invalidAccessError),
        (1000, .init(repeating: 0x78, count: 124), .syntaxError),
        (nil, .init(repeating: 0xE9, count: 62), .syntaxError),
        (1000, [0xD83D], .syntaxError), (nil, [0xDE00, 0xD83D], .syntaxError),
        // Both are wrong: the code is looked at first.
        (1001, .init(repeating: 0x78, count: 124), .invalidAccessError),
        (1001, [0xD83D], .invalidAccessError),
    ]

    private func error(_ socket: WebSocket, _ code: Int?, _ reason: [UInt16]) -> DOMException.Name? {
        do throws(DOMException) {
            try socket.close(code: code, reason: reason)
            return nil
        } catch {
            #expect(!error.message.isEmpty)
            return error.name
        }
    }

    @Test func `wrong arguments throw before anything is sent, and whatever the state`() async throws {
        let server = try RawServer()
        let connecting = try WebSocket(server.url)
        for (code, reason, name) in Self.wrong {
            #expect(error(connecting, code, reason) == name, "\(String(describing: code)) \(reason)")
        }
        #expect(connecting.readyState == .connecting)
        // Let it come as far as the server: one that is aborted before would never be accepted.
        _ = try await server.accept()
        connecting.close()

        let (socket, peer, events) = try await open(server)
        for (code, reason, name) in Self.wrong {
            #expect(error(socket, code, reason) == name, "\(String(describing: code)) \(reason)")
        }
        #expect(socket.readyState == .open)
        try socket.close(code: 4000)
        for (code, reason, name) in Self.wrong { #expect(error(socket, code, reason) == name) }
        let frame = try await peer.readFrame()
        #expect(frame.first == 0x88 && frame.payload == [0x0F, 0xA0])
        peer.sendAndFinish([0x88, 0x00])
        _ = await rest(events)
        #expect(socket.readyState == .closed)
        for (code, reason, name) in Self.wrong { #expect(error(socket, code, reason) == name) }
        #expect(peer.bytes.isEmpty)
    }

    // MARK: What it does in each state

    @Test func `close() does not discard what was sent before it`() async throws {
        let server = try RawServer()
        let (socket, peer, _) = try await open(server)
        peer.pauseReading()
        let large = [UInt8](repeating: 1, count: 4 << 20)
        try socket.send(large)
        try socket.send("last")
        socket.close()
        peer.resumeReading()
        let bytes = try await peer.read(14 + large.count)
        #expect(bytes.prefix(2) == [0x82, 0xFF])
        #expect(try await peer.readFrame().payload == Array("last".utf8))
        #expect(try await peer.readFrame() == (0x88, []))
        peer.close()
    }

    @Test func `close() on a closing or closed socket does nothing`() async throws {
        let server = try RawServer()
        let (socket, peer, events) = try await open(server)
        try socket.close(code: 3000)
        try socket.close(code: 3001, reason: "again")
        #expect(try await peer.readFrame() == (0x88, [0x0B, 0xB8]))
        peer.sendAndFinish([0x88, 0x00])
        let (types, event) = await rest(events)
        #expect(types == ["close"] && event?.code == 1005)
        socket.close()
        #expect(socket.readyState == .closed && peer.bytes.isEmpty)
    }

    @Test func `close() while connecting aborts: error, then close 1006, not clean`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.accept()
        _ = try await peer.readHead()
        try socket.close(code: 3000, reason: "changed my mind")
        #expect(socket.readyState == .closing || socket.readyState == .closed)
        let (types, event) = await rest(socket.events.makeAsyncIterator())
        #expect(types == ["error", "close"])
        #expect(event == CloseEvent(type: "close", code: 1006))
        #expect(try await peer.end() == .finished)
        #expect(peer.bytes.isEmpty)
    }

    @Test func `messages that come after close() are not delivered`() async throws {
        let server = try RawServer()
        let (socket, peer, events) = try await open(server)
        socket.close()
        _ = try await peer.readFrame()
        peer.sendAndFinish([0x81, 0x01, 0x41, 0x88, 0x02, 0x03, 0xE8])
        let (types, event) = await rest(events)
        #expect(types == ["close"] && event?.code == 1000 && event?.wasClean == true)
    }

    // MARK: The close event

    /// What the server puts on the wire after the 101, how it ends, and what the listeners get.
    static let endings: [(name: String, wire: [UInt8], reset: Bool, types: [String], UInt16, String, Bool)] =
        [
            ("Close 1000", [0x88, 0x02, 0x03, 0xE8], false, ["close"], 1000, "", true),
            (
                "Close 1001 with a reason", [0x88, 0x05, 0x03, 0xE9, 0x62, 0x79, 0x65], false, ["close"],
                1001, "bye", true
            ),
            ("empty Close", [0x88, 0x00], false, ["close"], 1005, "", true),
            ("FIN without a Close", [], false, ["close"], 1006, "", false),
            ("RST without a Close", [], true, ["close"], 1006, "", false),
            ("FIN inside a Close", [0x88, 0x02, 0x03], false, ["close"], 1006, "", false),
            ("a message, then FIN", [0x81, 0x01, 0x41], false, ["message", "close"], 1006, "", false),
            ("a reserved opcode", [0x83, 0x00], false, ["error", "close"], 1006, "", false),
            ("text that is not UTF-8", [0x81, 0x01, 0xFF], false, ["error", "close"], 1006, "", false),
            (
                "a code that may not be sent", [0x88, 0x02, 0x03, 0xEE], false, ["error", "close"], 1006, "",
                false
            ),
            ("one byte of a code", [0x88, 0x01, 0x03], false, ["error", "close"], 1006, "", false),
            ("a masked frame", [0x81, 0x80, 1, 2, 3, 4], false, ["error", "close"], 1006, "", false),
            (
                "a message behind the violation", [0x83, 0x00, 0x81, 0x01, 0x41], false, ["error", "close"],
                1006, "", false
            ),
            (
                "a message behind the Close", [0x88, 0x02, 0x03, 0xE8, 0x81, 0x01, 0x41], false, ["close"],
                1000, "", true
            ),
        ]

    @Test(arguments: endings.indices)
    func `the close event is fired once, last, with the code, the reason and whether it was clean`(
        index: Int
    ) async throws {
        let (name, wire, isReset, expected, code, reason, wasClean) = Self.endings[index]
        let server = try RawServer()
        let (_, peer, events) = try await open(server)
        if isReset { peer.reset() } else { peer.sendAndFinish(wire) }
        let (types, event) = await rest(events)
        #expect(types == expected, "\(name)")
        #expect(event == CloseEvent(type: "close", code: code, reason: reason, wasClean: wasClean), "\(name)")
        #expect(event?.bubbles == false && event?.cancelable == false, "\(name)")
    }

    @Test func `onclose and addEventListener("close") get it, with the socket as target`() async throws {
        let server = try RawServer()
        let seen = Mutex<[(String, CloseEvent)]>([])
        let socket = try WebSocket(server.url) { socket in
            socket.onclose = { event in seen.withLock { $0.append(("onclose", event)) } }
            socket.addEventListener("close") { event in
                if case .close(let event) = event { seen.withLock { $0.append(("listener", event)) } }
            }
        }
        let peer = try await server.acceptWebSocket()
        peer.sendAndFinish([0x88, 0x02, 0x03, 0xE8])
        for await _ in socket.events {}
        let events = seen.withLock { $0 }
        #expect(events.map(\.0) == ["onclose", "listener"])
        for (_, event) in events {
            #expect(event.type == "close" && event.target === socket && event.timeStamp > .zero)
            var copy = event
            copy.initCloseEvent(
                "other", bubbles: true, cancelable: true, wasClean: false, code: 1, reason: "")
            #expect(copy == event, "initCloseEvent has no effect on an event that was dispatched")
        }
    }

    @Test func `a connection that is refused: error, then close 1006`() async throws {
        let server = try RawServer()
        let port = server.port
        // A port that nobody listens at any more: the raw server is gone with its last reference.
        withExtendedLifetime(server) {}
        let refused = try WebSocket("ws://127.0.0.1:\(port == 1 ? 2 : 1)/")
        let (types, event) = await rest(refused.events.makeAsyncIterator())
        #expect(types == ["error", "close"] && event == CloseEvent(type: "close", code: 1006))
        #expect(refused.story?.contains("refused") == true)
    }

    static let refusals: [(name: String, answer: String)] = [
        ("not found", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
        ("redirect", "HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"),
        ("not HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        (
            "wrong accept",
            "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: no\r\n\r\n"
        ),
    ]

    @Test(arguments: refusals.indices)
    func `a handshake that fails: never open, error, then close 1006`(index: Int) async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.accept()
        _ = try await peer.readHead()
        peer.send(Array(Self.refusals[index].answer.utf8))
        let (types, event) = await rest(socket.events.makeAsyncIterator())
        #expect(types == ["error", "close"], "\(Self.refusals[index].name)")
        #expect(event == CloseEvent(type: "close", code: 1006))
        #expect(socket.story != nil)
        #expect(try await peer.end() == .finished)
    }

    @Test func `the server never answers our Close: 1006, not clean, and no error`() async throws {
        let server = try RawServer()
        var options = WebSocketOptions()
        options.closing = ClosingLimits(peerClose: .milliseconds(50))
        let socket = try WebSocket(server.url, options: options)
        let peer = try await server.acceptWebSocket()
        var events = socket.events.makeAsyncIterator()
        _ = await events.next()
        try socket.close(code: 3000)
        let (types, event) = await rest(events)
        #expect(types == ["close"] && event == CloseEvent(type: "close", code: 1006))
        peer.close()
    }

    @Test func `both Closes are exchanged and the server keeps TCP open: clean, after the limit`()
        async throws
    {
        let server = try RawServer()
        var options = WebSocketOptions()
        options.closing = ClosingLimits(transportEnd: .milliseconds(50))
        let socket = try WebSocket(server.url, options: options)
        let peer = try await server.acceptWebSocket()
        peer.send([0x88, 0x02, 0x03, 0xE8])
        #expect(try await peer.readFrame() == (0x88, [0x03, 0xE8]))
        #expect(await story(of: socket) == ["open", "close"])
        #expect(try await peer.end() == .finished)
    }

    private func story(of socket: WebSocket) async -> [String] {
        var types: [String] = []
        for await event in socket.events { types.append(event.type) }
        return types
    }
}
