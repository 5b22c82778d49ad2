import Closecall
import Foundation
import Testing
import WebSocketWire

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct ServeVerbTests {
    @Test func `it says where it listens, how each session ended, and what it was all about`() async throws {
        var serve = LiveRun(["serve", "--listen", "127.0.0.1:0"])
        let url = try await serve.url()
        let client = await Run([
            "connect", url + "chat?a=b", "--send", "x", "--send", "y", "--close=4000:bye",
        ])
        #expect(client.status == 0)
        let line = await serve.line()
        #expect(line == "#1 /chat?a=b  4000 (for applications), reason \"bye\", clean, 2 messages")
        #expect(await Run(["connect", url]).status == 0)
        #expect(await serve.line() == "#2 /  1005 No Status Received, clean, 0 messages")
        let end = await serve.end()
        #expect(
            end.lines == [
                "2 sessions, 2 messages", "  1 \u{D7} 1005 No Status Received",
                "  1 \u{D7} 4000 (for applications)",
            ])
        #expect(end.status == 0)
    }

    @Test func `for programs every line is an object`() async throws {
        var serve = LiveRun(["serve", "--listen", "127.0.0.1:0", "--json"])
        let first = try #require(await serve.line())
        let url = try String(#require(first.firstMatch(of: /ws:\/\/[^"]+/)).output)
        #expect(first == "{\"event\":\"listening\",\"url\":\"\(url)\"}")
        _ = await Run(["connect", url, "--send", "x", "--close=1000:\"q\""])
        let session = try #require(await serve.line()).replacing(/127\.0\.0\.1:\d+/, with: "CLIENT")
        #expect(
            session == """
                {"event":"session.end","session":1,"client":"CLIENT","path":"/","code":1000,\
                "name":"Normal Closure","reason":"\\"q\\"","wasClean":true,"messages":1,"problem":null}
                """)
        let end = await serve.end()
        #expect(
            end.lines == [
                """
                {"event":"summary","sessions":1,"messages":1,"endings":[{"code":1000,\
                "name":"Normal Closure","count":1}],"neverOpened":0,"notReported":0}
                """
            ])
    }

    @Test func `an interrupt ends open sessions with 1001`() async throws {
        var serve = LiveRun(["serve", "--listen", "127.0.0.1:0"])
        let socket = try WebSocket(try await serve.url())
        var events = socket.events.makeAsyncIterator()
        #expect(await events.next()?.type == "open")
        let end = await serve.end()
        #expect(end.lines.last == "  1 \u{D7} 1001 Going Away")
        #expect(end.status == 0)
        guard case .close(let event) = await events.next() else {
            Issue.record("no close event")
            return
        }
        #expect(event.code == 1001 && event.wasClean)
    }

    @Test func `subprotocols, compression and the longest message are its own choice`() async throws {
        var serve = LiveRun(
            [
                "serve", "--listen=localhost:0", "--subprotocol=v2", "--subprotocol=v1", "--no-deflate",
                "--max-message", "4",
            ])
        let url = try await serve.url()
        let run = await Run(["connect", url, "--subprotocol", "v1", "--subprotocol", "v2", "--send", "12345"])
        #expect(run.standardOutput.hasPrefix("open: \(url), subprotocol v2\n> 12345\nclosed: 1009 "))
        #expect(try #require(await serve.line()).contains("0 messages ("))
        #expect(await serve.end().status == 0)
    }

    @Test func `a request that is none never opens`() async throws {
        var serve = LiveRun(["serve", "--listen", "127.0.0.1:0"])
        let url = try await serve.url()
        let port = try #require(url.split(separator: ":").last?.dropLast())
        let request =
            "exec 3<>/dev/tcp/127.0.0.1/\(port); printf 'GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n' >&3"
        let client = try Process.run(
            URL(filePath: "/bin/bash"), arguments: ["-c", request + "; cat <&3 >/dev/null"])
        client.waitUntilExit()
        let line = try #require(await serve.line())
        #expect(line.hasPrefix("#1  never opened (the client's request"), "\(line)")
        #expect(await serve.end().lines.contains("  1 \u{D7} never opened"))
    }

    @Test func `a port that is taken is told with the way out`() async throws {
        try await EchoServer.withServer { server in
            let place = "\(server.address)"
            let run = await Run(["serve", "--listen", place])
            #expect(
                run.standardError == """
                    closecall serve: cannot listen on \(place): something else listens there already; choose \
                    another port, or 0 for any free one\n
                    """)
            #expect(run.status == 2 && run.standardOutput.isEmpty)
        }
    }

    @Test func `who listens to the world is told so`() async throws {
        var serve = LiveRun(["serve", "--listen", "0.0.0.0:0"])
        #expect(try #require(await serve.line()).hasPrefix("listening on ws://0.0.0.0:"))
        #expect(
            try #require(await serve.line()).hasPrefix("[stderr] closecall serve: other machines can reach"))
        #expect(await serve.end().status == 0)
    }

    @Test func `wrong arguments say what to change`() async throws {
        try await Snapshot.check(
            "serve-errors",
            [
                ["serve", "--listen", "127.0.0.1"], ["serve", "--listen", "127.0.0.1:70000"],
                ["serve", "--listen", "::1:80"], ["serve", "--listen", "1.2.3:80"],
                ["serve", "--listen", "192.0.2.1:0"],
                ["serve", "--listen", "unix:"], ["serve", "--listen"],
                ["serve", "--subprotocol", "a b"], ["serve", "--subprotocol", "a", "--subprotocol", "a"],
                ["serve", "--max-message", "64X"], ["serve", "--max-message", "-1"],
                ["serve", "--max-message", "9999999999999999999"], ["serve", "--max-message=2048GiB"],
                ["serve", "--no-deflat"], ["serve", "9000"],
            ])
    }

    /// The resolver's own words depend on the network; a label this long is refused before it is asked.
    @Test func `a name that is none is told with the way out`() async {
        let name = String(repeating: "n", count: 64) + ".invalid"
        let run = await Run(["serve", "--listen", "\(name):0"])
        #expect(run.standardError.hasPrefix("closecall serve: cannot resolve “\(name)”: "))
        #expect(run.standardError.hasSuffix("; write an address, such as 127.0.0.1:0\n"))
        #expect(run.status == 2)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends the built command gently`(signal: Int32) async throws {
        let serve = try ChildCommand(["serve", "--listen", "127.0.0.1:0"])
        #expect(serve.firstLine().hasPrefix("listening on ws://127.0.0.1:"))
        serve.send(signal)
        let end = await serve.end()
        #expect(end.output == "0 sessions, 0 messages\n")
        #expect(end.status == 0)
    }
}
