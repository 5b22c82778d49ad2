import Foundation
import Testing

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct ServerVerbTests {
    @Test func `it speaks Toxiproxy's API until it is told to end`() async throws {
        var server = LiveRun(["server", "--listen", "127.0.0.1:0"])
        let line = try #require(await server.line())
        let url = try #require(line.wholeMatch(of: /listening on (http:\/\/127\.0\.0\.1:\d+\/)/)).output.1
        let request = "GET /version HTTP/1.0\r\n\r\n"
        let answer = try await say(request, to: String(url.dropLast()))
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("{\"version\": \"2.12.0\"}\n"))
        let end = await server.end()
        #expect(end.lines == ["0 proxies"] && end.status == 0)
    }

    @Test func `the proxies of a file are there from the beginning`() async throws {
        let proxies =
            #"[{"name":"a","listen":"127.0.0.1:0","upstream":"u:1"},{"name":"b","upstream":"ws://u:1"}]"#
        try await withConfig(proxies) { config in
            var server = LiveRun(["server", "--port", "0", "--config", config, "--json"])
            let line = try #require(await server.line())
            let listening = /\{"event":"listening","url":"http:\/\/127.0.0.1:\d+\/"\}/
            #expect(line.wholeMatch(of: listening) != nil)
            let end = await server.end()
            #expect(end.lines == [#"{"event":"summary","proxies":2}"#] && end.status == 0)
        }
    }

    @Test func `what is wrong is told with the way out`() async throws {
        try await withConfig(#"[{"name":"a"}]"#) { config in
            try await Snapshot.check(
                "server",
                [
                    ["server", "--help"], ["server", "--listen", "0.0.0.0:0"],
                    ["server", "--port", "0", "--control-token", ""],
                    ["server", "--listen", "127.0.0.1:0", "--port", "1"], ["server", "--seed", "x"],
                    ["server", "--config", "/nowhere/proxies.json"],
                    ["server", "--port", "0", "--config", config], ["server", "-config", config],
                ], replacing: [config: "proxies.json"])
        }
    }

    @Test func `a file that is wrong does not end it where Toxiproxy would go on`() async throws {
        try await withConfig("{}") { config in
            var server = LiveRun(["server", "--port", "0", "--config", config, "--strict-toxiproxy"])
            let complaint = try #require(await server.line())
            #expect(complaint.hasPrefix("[stderr] closecall server: option \"--config\": "))
            #expect(await server.line()?.hasPrefix("listening on http://") == true)
            #expect(await server.end().status == 0)
        }
    }

    @Test func `a proxy that runs is there under its name, and outlives what is done to it`() async throws {
        var proxy = LiveRun([
            "proxy", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--name", "mine", "--quiet",
            "ws://127.0.0.1:1",
        ])
        let url = try await proxy.url()
        let line = try #require(await proxy.line())
        let api = try #require(line.wholeMatch(of: /control API on (http:\/\/127\.0\.0\.1:\d+\/)/)).output.1
        let all = try await say("GET /proxies HTTP/1.0\r\n\r\n", to: String(api))
        let listen = url.dropFirst("ws://".count).dropLast()
        #expect(
            all.hasSuffix(
                "{\"mine\":{\"name\":\"mine\",\"listen\":\"\(listen)\",\"upstream\":\"ws://127.0.0.1:1\","
                    + "\"enabled\":true,\"Logger\":{},\"toxics\":[]}}"), "\(all)")
        let own = try await say("GET /v1/proxies/mine HTTP/1.0\r\n\r\n", to: String(api))
        #expect(own.contains("\"url\":\"\(url)\""), "\(own)")
        for enabled in [false, true] {
            let body = "{\"enabled\":\(enabled)}"
            let change =
                "PATCH /proxies/mine HTTP/1.0\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            let answer = try await say(change, to: String(api))
            #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("\"enabled\":\(enabled)"))
        }
        #expect(await proxy.end().status == 0)
    }

    @Test func `a name without an API is told`() async throws {
        let run = await Run(["proxy", "--name", "x", "ws://127.0.0.1:1"])
        #expect(
            run.standardError
                == "closecall proxy: option \"--name\" is for the control API: say where with "
                + "\"--control HOST:PORT\"\n")
        #expect(run.status == 2)
    }

    /// On a thread of its own: it waits, and the server answers on those that tests run on.
    private func say(_ request: String, to url: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try RawClient.say(request, to: url) })
            }
        }
    }

    private func withConfig(_ text: String, _ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let path = "\(folder)/proxies.json"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try await body(path)
        }
    }
}
