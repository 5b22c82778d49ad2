import Closecall
import Foundation
import Testing
import WebSocketWire

@testable import ClosecallCLI

/// Told to stop, or asked how things stand, while sessions are open.
@Suite(.timeLimit(.minutes(1)))
struct ProxyVerbEndTests {
    @Test func `a session that ends while draining ends by itself`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "0", server.url, "--drain", "30s"])
            let (socket, events) = try await open(try await proxy.url())
            var later = events
            proxy.interrupts.raise()
            #expect(
                await proxy.line() == """
                    [stderr] closecall proxy: 1 session is open and has 30 s to end by itself; a second signal \
                    ends it at once
                    """)
            try socket.close(code: 4000)
            guard case .close(let event) = await later.next() else { throw Missing() }
            #expect(event.code == 4000 && event.wasClean)
            let line = try #require(await proxy.line())
            #expect(
                line.hasSuffix("  closed-by-client: The client closed with 4000 and the server echoed it."))
            #expect(await proxy.end().status == 0)
        }
    }

    @Test func `a session that does not is ended`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "0", server.url, "--drain", "1ms", "--json"])
            var (_, events) = try await open(try await proxy.url())
            let end = await proxy.end()
            #expect(end.status == 0)
            let line = try #require(end.lines.first { $0.contains("session.end") })
            #expect(line.contains("\"closes\":[]"), "\(line)")
            #expect(
                line.hasSuffix(",\"wasShutDown\":true}")
                    && line.contains("\"cause\":\"shut-down\",\"by\":\"proxy\""), "\(line)")
            #expect(end.lines.last?.hasPrefix("{\"event\":\"summary\",") == true)
            guard case .close(let event) = await events.next() else { throw Missing() }
            #expect(event.code == 1006)
        }
    }

    @Test func `a session that is silent for too long is ended, and its line says so`() async throws {
        try await EchoServer.withServer { server in
            // Long enough for a handshake on a machine that runs all tests at once.
            var proxy = LiveRun(["proxy", "--listen", "0", server.url, "--idle-timeout", "2s"])
            var (_, events) = try await open(try await proxy.url())
            guard case .close(let event) = await events.next() else { throw Missing() }
            #expect(event.code == 1006)
            let line = try #require(await proxy.line())
            #expect(
                line.contains(
                    "  /  idle-timeout: Nothing moved for so long that the proxy ended the session, "),
                "\(line)")
            #expect(await proxy.end().status == 0)
        }
    }

    @Test func `who asks sees the open sessions, beside the lines`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(["proxy", "--listen", "0", server.url])
            let url = try await proxy.url()
            let (socket, _) = try await open(url + "chat")
            proxy.interrupts.ask()
            #expect(await proxy.line()?.steady == "[stderr] 1 open session, 0 ended, in TIME")
            let line = try #require(await proxy.line()).steady.replacing(/\d+ B/, with: "N B")
            #expect(line == "[stderr] #1  HOST  websocket  TIME  >  0 frames  N B  <  0 frames  N B  /chat")
            #expect(await proxy.line() == "[stderr]   > to server  0 frames, 0 B")
            #expect(await proxy.line() == "[stderr]   < to client  0 frames, 0 B")
            socket.close()
            #expect(try #require(await proxy.line()).hasPrefix("#1 "))
            #expect(await proxy.end().status == 0)
        }
    }

    @Test func `no more sessions than asked for: the next client waits until one has ended`() async throws {
        try await EchoServer.withServer { server in
            var proxy = LiveRun(
                ["proxy", "--listen", "0", server.url, "--json", "--threads", "2", "--max-sessions", "1"])
            let url = try await proxy.url()
            let (first, _) = try await open(url)
            let second = try WebSocket(url)
            var state = ""
            repeat {
                proxy.interrupts.ask()
                state = try #require(await proxy.line())
            } while state.contains("\"waiting\":0")
            #expect(
                state.steady.replacing(/"bytes":\d+/, with: "\"bytes\":N") == """
                    {"event":"state","duration":T,"sessions":[{"session":1,"clientAddress":"HOST",\
                    "serverAddress":"HOST","path":"/","status":101,"subprotocol":null,"duration":T,\
                    "kind":"websocket","isCompressed":true,"toServer":{"bytes":N,"frames":0,"messages":0,"lost":0},\
                    "toClient":{"bytes":N,"frames":0,"messages":0,"lost":0},"waitingForServer":0,\
                    "waitingForClient":0}],"waiting":1,"ended":{"sessions":0,"webSockets":0,"unreachable":0,\
                    "toServer":{"bytes":N,"frames":0},"toClient":{"bytes":N,"frames":0}},\
                    "endings":{"sessions":0,"abnormal":0,"open":0,"causes":{},"codes":{},"by":{},"rules":{},\
                    "duration":{}}}
                    """)
            #expect(second.readyState == .connecting)
            first.close()
            #expect(try #require(await proxy.line()).hasPrefix("{\"event\":\"session.end\",\"session\":1,"))
            var events = second.events.makeAsyncIterator()
            #expect(await events.next()?.type == "open")
            second.close()
            #expect(try #require(await proxy.line()).hasPrefix("{\"event\":\"session.end\",\"session\":2,"))
            #expect(await proxy.end().status == 0)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `signals ask the built command, and end it gently`(signal: Int32) async throws {
        let proxy = try ChildCommand(["proxy", "--listen", "127.0.0.1:0", "ws://127.0.0.1:1", "--json"])
        #expect(proxy.firstLine().hasPrefix("{\"event\":\"listening\",\"url\":\"ws://127.0.0.1:"))
        proxy.send(SIGUSR1)
        #expect(proxy.firstLine().hasPrefix("{\"event\":\"state\","))
        proxy.send(signal)
        let end = await proxy.end()
        #expect(end.output.hasPrefix("{\"event\":\"summary\","))
        #expect(end.status == 0)
    }

    @Test func `the second signal ends the built command at once, whoever is still there`() async throws {
        try await EchoServer.withServer { server in
            let proxy = try ChildCommand(["proxy", "--listen", "0", server.url, "--drain", "1h"])
            let (socket, _) = try await open(String(proxy.firstLine().dropFirst(13)))
            // Two of a kind might become one before they are heard.
            proxy.send(SIGTERM)
            proxy.send(SIGINT)
            let end = await proxy.end()
            #expect(end.output.isEmpty)
            #expect([128 + SIGTERM, 128 + SIGINT].contains(end.status))
            socket.close()
        }
    }

    private struct Missing: Error {}

    private func open(_ url: String) async throws -> (WebSocket, WebSocket.Events.Iterator) {
        let socket = try WebSocket(url)
        var events = socket.events.makeAsyncIterator()
        #expect(await events.next()?.type == "open")
        return (socket, events)
    }
}
