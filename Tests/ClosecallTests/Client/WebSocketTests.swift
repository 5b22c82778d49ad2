import Closecall
import Dispatch
import Reactor
import Synchronization
import Testing
import TestPeers
import WebSocketWire

/// The events of a socket as short texts, up to and including the close.
func story(of socket: WebSocket) async -> [String] {
    var lines: [String] = []
    for await event in socket.events {
        switch event {
        case .open, .error: lines.append(event.type)
        case .message(let message):
            lines.append(message.text.map { "text \($0)" } ?? "bytes \(message.bytes ?? [])")
        case .close(let close):
            lines.append("close \(close.code) \(close.reason) \(close.wasClean ? "clean" : "unclean")")
        }
    }
    return lines
}

@Suite(.timeLimit(.minutes(1)))
struct WebSocketTests {
    @Test func `it opens, sends, receives and closes`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.acceptWebSocket()
        var events = socket.events.makeAsyncIterator()
        #expect(await events.next()?.type == "open")
        #expect(socket.readyState == .open)
        try socket.send("Hi")
        #expect(try await peer.readFrame() == (0x81, Array("Hi".utf8)))
        try socket.send([1, 2, 3])
        #expect(try await peer.readFrame() == (0x82, [1, 2, 3]))
        peer.send([0x81, 0x02, 0x48, 0x69, 0x82, 0x01, 0x07])
        guard case .message(let text) = await events.next(), case .message(let bytes) = await events.next()
        else { throw PeerTimeout(awaited: "messages", bytes: []) }
        #expect(text.data == .text("Hi") && text.origin == "ws://127.0.0.1:\(server.port)")
        #expect(bytes.data == .blob(Blob(bytes: [7])))
        try socket.close(code: 3001, reason: "done")
        #expect(socket.readyState == .closing)
        #expect(try await peer.readFrame() == (0x88, [0x0B, 0xB9] + Array("done".utf8)))
        peer.sendAndFinish([0x88, 0x03, 0x0F, 0xA1, 0x21])
        guard case .close(let event) = await events.next() else {
            throw PeerTimeout(awaited: "close", bytes: [])
        }
        #expect(event == CloseEvent(type: "close", code: 4001, reason: "!", wasClean: true))
        #expect(event.target === socket && event.isDispatched)
        #expect(socket.readyState == .closed)
        #expect(await events.next() == nil)
        #expect(try await peer.end() == .finished)
    }

    @Test func `the request is what browsers send, but for what only they have`() async throws {
        let server = try RawServer()
        var options = WebSocketOptions()
        options.origin = "http://example.test"
        options.headers = ["X-Extra": "yes"]
        let socket = try WebSocket(server.url + "chat?room=a b", ["v2", "v1"], options: options)
        let peer = try await server.accept()
        let lines = try await peer.readHead().split(separator: "\r\n").map(String.init)
        #expect(lines[0] == "GET /chat?room=a%20b HTTP/1.1")
        #expect(lines.contains("Host: 127.0.0.1:\(server.port)"))
        #expect(lines.contains("Upgrade: websocket") && lines.contains("Connection: Upgrade"))
        #expect(lines.contains("Sec-WebSocket-Version: 13"))
        #expect(lines.contains("Sec-WebSocket-Protocol: v2, v1"))
        #expect(lines.contains("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
        #expect(lines.contains("Origin: http://example.test") && lines.contains("X-Extra: yes"))
        #expect(socket.url == "ws://127.0.0.1:\(server.port)/chat?room=a%20b")
        peer.reset()
        #expect(await story(of: socket) == ["error", "close 1006  unclean"])
    }

    @Test func `what was agreed can be read`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url, ["v2", "v1"])
        #expect(socket.readyState == .connecting && socket.protocol == "" && socket.extensions == "")
        let headers = "Sec-WebSocket-Protocol: v1\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
        let peer = try await server.acceptWebSocket(headers)
        var events = socket.events.makeAsyncIterator()
        _ = await events.next()
        #expect(socket.protocol == "v1" && socket.extensions == "permessage-deflate")
        // RFC 7692 §7.2.3.1: "Hello".
        peer.send([0xC1, 0x07, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
        guard case .message(let message) = await events.next() else { return }
        #expect(message.text == "Hello")
        try socket.send("Hello")
        let sent = try await peer.readFrame()
        #expect(sent.first == 0xC1 && sent.payload == [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00])
        peer.close()
    }

    @Test func `frames in the same segment as the 101 are not lost`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.accept()
        let head = response101(to: try await peer.readHead())
        peer.sendAndFinish(Array(head.utf8) + [0x81, 0x01, 0x41, 0x88, 0x02, 0x03, 0xE8])
        #expect(await story(of: socket) == ["open", "text A", "close 1000  clean"])
    }

    @Test func `what a handler sends goes out before the Close for what came behind the message`()
        async throws
    {
        let server = try RawServer()
        let socket = try WebSocket(server.url) { socket in
            socket.onmessage = { message in try? socket.send(message.text ?? "") }
        }
        let peer = try await server.acceptWebSocket()
        peer.send([0x81, 0x02, 0x48, 0x69, 0x83, 0x00])
        #expect(try await peer.readFrame() == (0x81, Array("Hi".utf8)))
        let close = try await peer.readFrame()
        #expect(close.first == 0x88 && close.payload.prefix(2) == [0x03, 0xEA])
        #expect(try await peer.end() == .finished)
        peer.close()
        #expect(await story(of: socket).last == "close 1006  unclean")
    }

    @Test func `when the close event is told, our Close has left: a handler may end the process`()
        async throws
    {
        let server = try RawServer()
        let wasRead = DispatchSemaphore(value: 0)
        let inTime = Locked(false)
        let socket = try WebSocket(server.url) { socket in
            // Blocks the loop, so that nothing leaves after this that has not left before.
            socket.onclose = { _ in inTime.withLock { $0 = wasRead.wait(timeout: .now() + 5) == .success } }
        }
        let peer = try await server.acceptWebSocket()
        peer.send([0x83, 0x00])
        #expect(try await peer.readFrame().first == 0x88)
        wasRead.signal()
        #expect(await story(of: socket).last == "close 1006  unclean")
        #expect(inTime.withLock { $0 })
        peer.close()
    }

    @Test func `pings are answered and not told of`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.acceptWebSocket()
        peer.send([0x89, 0x02, 0x68, 0x69])
        #expect(try await peer.readFrame() == (0x8A, Array("hi".utf8)))
        peer.finish()
        #expect(await story(of: socket) == ["open", "close 1006  unclean"])
    }

    @Test func `events wait for the first listener, and none is lost`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.acceptWebSocket()
        peer.send([0x81, 0x01, 0x41, 0x89, 0x00])
        // The pong says that the text before it was read.
        _ = try await peer.readFrame()
        peer.sendAndFinish([0x88, 0x02, 0x03, 0xE8])
        #expect(await story(of: socket) == ["open", "text A", "close 1000  clean"])
    }

    @Test func `a sequence that is begun after the end has the close event, and ends`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.acceptWebSocket()
        peer.sendAndFinish([0x81, 0x01, 0x41, 0x88, 0x02, 0x03, 0xE8])
        #expect(await story(of: socket) == ["open", "text A", "close 1000  clean"])
        #expect(await story(of: socket) == ["close 1000  clean"])
    }

    @Test func `a socket that has closed and is not held any more is gone`() async throws {
        let server = try RawServer()
        weak var weakly: WebSocket?
        do {
            let socket = try WebSocket(server.url) { socket in
                // Handlers that hold the socket are the rule, not the exception.
                socket.onmessage = { _ in try? socket.send("echo") }
                socket.addEventListener("close") { _ in _ = socket.readyState }
            }
            #expect(socket.onmessage != nil && socket.onclose == nil)
            weakly = socket
            let peer = try await server.acceptWebSocket()
            peer.sendAndFinish([0x88, 0x02, 0x03, 0xE8])
            #expect(await story(of: socket).last == "close 1000  clean")
        }
        // The loop lets go of it at the end of the turn in which it dispatched the event.
        let loop = try EventLoop.shared
        await withCheckedContinuation { continuation in _ = loop.submit { continuation.resume() } }
        #expect(weakly == nil)
    }

    @Test func `a socket that nobody ever listened to is gone after its end, too`() async throws {
        let server = try RawServer()
        weak var weakly: WebSocket?
        do {
            let socket = try WebSocket(server.url)
            weakly = socket
            let peer = try await server.acceptWebSocket()
            peer.sendAndFinish([0x81, 0x01, 0x41, 0x88, 0x02, 0x03, 0xE8])
            // Its Close and its FIN say that it has ended.
            #expect(try await peer.readFrame() == (0x88, [0x03, 0xE8]))
            #expect(try await peer.end() == .finished)
        }
        let loop = try EventLoop.shared
        for _ in 0..<3 {
            await withCheckedContinuation { continuation in _ = loop.submit { continuation.resume() } }
        }
        #expect(weakly == nil)
    }

    @Test func `handlers, listeners and sequences hear the same, each in the order they were attached`()
        async throws
    {
        let server = try RawServer()
        let heard = Mutex<[String]>([])
        let note: @Sendable (String) -> Void = { line in heard.withLock { $0.append(line) } }
        let socket = try WebSocket(server.url) { socket in
            socket.onopen = { note("onopen \($0.type)") }
            socket.addEventListener("message") { note("first \($0.type)") }
            socket.onmessage = { _ in note("replaced") }
            let gone = socket.addEventListener(.message) { _ in note("removed") }
            socket.addEventListener(.message, once: true) { note("once \($0.text ?? "")") }
            socket.onmessage = { note("onmessage \($0.text ?? "")") }
            socket.removeEventListener(gone)
            socket.addEventListener("no such event") { _ in note("never") }
            socket.onclose = { note("onclose \($0.code)") }
        }
        let peer = try await server.acceptWebSocket()
        peer.sendAndFinish([0x81, 0x01, 0x41, 0x81, 0x01, 0x42, 0x88, 0x02, 0x03, 0xE8])
        #expect(await story(of: socket).last == "close 1000  clean")
        #expect(
            heard.withLock { $0 } == [
                "onopen open", "first message", "onmessage A", "once A", "first message", "onmessage B",
                "onclose 1000",
            ])
        #expect(socket.onclose == nil, "a closed socket lets go of its handlers")
    }

    @Test func `binaryType decides the shape, message by message`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        #expect(socket.binaryType == .blob)
        socket.binaryType = .arrayBuffer
        let peer = try await server.acceptWebSocket()
        peer.sendAndFinish([0x82, 0x01, 0x41])
        var datas: [MessageEvent.Data] = []
        for await event in socket.events {
            if case .message(let message) = event { datas.append(message.data) }
        }
        #expect(datas == [.arrayBuffer([0x41])])
    }

    @Test func `bufferedAmount counts payload until the network has taken it`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.accept()
        peer.send(Array(response101(to: try await peer.readHead()).utf8))
        peer.pauseReading()
        var events = socket.events.makeAsyncIterator()
        _ = await events.next()
        let large = [UInt8](repeating: 7, count: 4 << 20)
        try socket.send(large)
        #expect(socket.bufferedAmount == large.count)
        peer.resumeReading()
        _ = try await peer.read(large.count + 14)
        // Once the server has it all, the client's kernel had taken it all; a pong comes behind that.
        peer.send([0x81, 0x00])
        _ = await events.next()
        #expect(socket.bufferedAmount == 0)
        try socket.close(code: 1000)
        try socket.send("12345")
        #expect(socket.bufferedAmount == 5)
        peer.close()
    }

    @Test func `bufferedAmount also falls for what a handler sends`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url) { socket in
            socket.onmessage = { _ in try? socket.send("12345") }
        }
        let peer = try await server.acceptWebSocket()
        peer.send([0x81, 0x00])
        #expect(try await peer.readFrame() == (0x81, Array("12345".utf8)))
        // What says that it has left comes at the end of that turn, before the next message is read.
        peer.send([0x81, 0x00])
        _ = try await peer.readFrame()
        peer.send([0x89, 0x00])
        _ = try await peer.readFrame()
        #expect(socket.bufferedAmount == 0)
        peer.close()
    }

    @Test func `a slow reader stops the socket from reading`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        let peer = try await server.acceptWebSocket()
        var iterator = socket.events.makeAsyncIterator()
        _ = await iterator.next()
        let count = 64
        let message = [0x82, 0x7F, 0, 0, 0, 0, 0, 0x10, 0, 0] + [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<count { peer.send(message) }
        peer.finish()
        // A turn moves up to a quarter of a MiB: without the brake, a thousand would have moved all of it.
        #expect(try await peer.unsent(afterTurns: 1000) > 32 << 20)
        var bytes = 0
        var close: CloseEvent?
        while let event = await iterator.next() {
            if case .message(let message) = event { bytes += message.bytes?.count ?? 0 }
            if case .close(let event) = event { close = event }
        }
        #expect(bytes == count << 20)
        #expect(close?.code == 1006)
    }

    @Test(arguments: ["ws://", "ftp://x/", "ws://host/#top", "nonsense", "ws://a b/"])
    func `a URL that cannot be is a SyntaxError`(url: String) {
        #expect(throws: DOMException.self) { try WebSocket(url) }
        do throws(DOMException) { _ = try WebSocket(url) } catch { #expect(error.name == .syntaxError) }
    }

    @Test(arguments: [["a", "a"], [""], ["sp ace"], ["naïve"]])
    func `subprotocols that cannot be are a SyntaxError`(protocols: [String]) {
        do throws(DOMException) {
            _ = try WebSocket("ws://127.0.0.1:1/", protocols)
            Issue.record("accepted \(protocols)")
        } catch {
            #expect(error.name == .syntaxError)
        }
    }

    @Test func `sending while connecting is an InvalidStateError`() async throws {
        let server = try RawServer()
        let socket = try WebSocket(server.url)
        do throws(DOMException) {
            try socket.send("too early")
            Issue.record("sent")
        } catch {
            #expect(error.name == .invalidStateError && error.code == 11)
        }
        #expect(socket.bufferedAmount == 0)
        socket.close()
    }
}
