import Reactor
import TestPeers
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct ControlServerTests {
    private static let echo = [
        Route(["GET", "POST"], "/echo/{word}", "Echo", "Says what was said") { request in
            .text(200, "\(request["word"]): \(request.body.text)")
        },
        Route([], "/any", "Any", "Answers every method") { .text(200, $0.request.method) },
    ]

    @Test func `one connection asks one thing after the other`() async throws {
        try await ControlServer.with(routes: Self.echo) { server in
            #expect(server.url == "http://\(server.address)/")
            let client = try await HTTPClient(server.address)
            let first = try await client.ask("POST", "/echo/a%20b", body: "hello")
            #expect(first.status == 200 && first.body == "a b: hello\n")
            #expect(first.header("Content-Type") == "text/plain; charset=utf-8")
            #expect(first.header("Connection") == nil)
            let head = try await client.ask("HEAD", "/echo/x")
            #expect(head.status == 200 && head.header("Content-Length") == "4")
            #expect(try await client.ask("BREW", "/any").body == "BREW\n")
            let last = try await client.ask("GET", "/any", headers: "Connection: close\r\n")
            #expect(last.header("Connection") == "close")
            #expect(try await client.peer.end() == .finished)
        }
    }

    @Test func `requests that come together are answered in their order`() async throws {
        try await ControlServer.with(routes: Self.echo) { server in
            let client = try await HTTPClient(server.address)
            let requests = (0..<50).map { "GET /echo/\($0) HTTP/1.1\r\nHost: \(server.address)\r\n\r\n" }
            client.send(requests.joined())
            client.peer.finish()
            for number in 0..<50 { #expect(try await client.answer().body == "\(number): \n") }
            #expect(try await client.peer.end() == .finished)
        }
    }

    @Test func `404 and 405 are as in Toxiproxy`() async throws {
        try await ControlServer.with(routes: Self.echo) { server in
            let client = try await HTTPClient(server.address)
            let missing = try await client.ask("GET", "/nothing")
            #expect(missing.status == 404 && missing.body == "404 page not found\n")
            let refused = try await client.ask("DELETE", "/echo/x")
            #expect(refused.status == 405 && refused.body == "")
            #expect(refused.header("Allow") == "GET, POST" && refused.header("Content-Type") == nil)
        }
    }

    @Test func `a client that waits to be told to send its body is told`() async throws {
        try await ControlServer.with(routes: Self.echo) { server in
            let client = try await HTTPClient(server.address)
            client.send(
                "POST /echo/x HTTP/1.1\r\nHost: \(server.address)\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 2\r\n\r\n")
            #expect(try await client.peer.readHead() == "HTTP/1.1 100 Continue\r\n\r\n")
            client.send("ok")
            #expect(try await client.answer().body == "x: ok\n")
        }
    }

    @Test func `a slow request is answered with 408`() async throws {
        var options = ControlServer.Options()
        options.limits.request = .milliseconds(50)
        try await ControlServer.with(options: options, routes: Self.echo) { server in
            let slow = try await HTTPClient(server.address)
            slow.send("GET /echo")
            let answer = try await slow.answer()
            #expect(answer.status == 408 && answer.header("Connection") == "close")
            #expect(answer.body.contains("the limit is 0.05 seconds"))
        }
    }

    @Test func `a connection that says nothing is closed`() async throws {
        var options = ControlServer.Options()
        options.limits.idle = .milliseconds(50)
        try await ControlServer.with(options: options, routes: Self.echo) { server in
            let silent = try await HTTPClient(server.address)
            #expect(try await silent.peer.end() == .finished)
        }
    }

    @Test func `what is too long is answered with 413 and 431`() async throws {
        try await ControlServer.with(routes: Self.echo) { server in
            let large = try await HTTPClient(server.address)
            large.send("POST /any HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n")
            let tooLarge = try await large.answer()
            #expect(tooLarge.status == 413)
            #expect(
                tooLarge.body
                    == "{\"error\":\"the request's body is too long: the limit is 1048576 bytes\",\"status\":413}\n"
            )
            let long = try await HTTPClient(server.address)
            long.send("GET /\(String(repeating: "x", count: 17_000)) HTTP/1.1\r\n")
            #expect(try await long.answer().status == 431)
        }
    }

    @Test func `there are only so many connections`() async throws {
        var options = ControlServer.Options()
        options.limits.connections = 1
        try await ControlServer.with(options: options, routes: Self.echo) { server in
            let first = try await HTTPClient(server.address)
            #expect(try await first.ask("GET", "/any").status == 200)
            let second = try await HTTPClient(server.address)
            let answer = try await second.answer()
            #expect(answer.status == 503 && answer.body.contains("the limit is 1"))
            #expect(try await first.ask("GET", "/any").status == 200)
        }
    }

    @Test func `an answer under way is given when the server stops`() async throws {
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        let (allowed, allowing) = AsyncStream.makeStream(of: Void.self)
        let slow = Route(["GET"], "/slow", "Slow", "Takes its time") { _ in
            starting.finish()
            for await _ in allowed {}
            return .text(200, "done")
        }
        let server = try ControlServer(routes: [slow])
        let client = try await HTTPClient(server.address)
        client.send("GET /slow HTTP/1.1\r\nHost: \(server.address)\r\n\r\n")
        for await _ in started {}
        async let stopped: Void = server.stop()
        allowing.finish()
        let answer = try await client.answer()
        #expect(answer.body == "done\n")
        client.peer.close()
        await stopped
    }
}
