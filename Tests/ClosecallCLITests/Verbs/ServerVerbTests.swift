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
        let answer = try RawClient.say(request, to: String(url.dropLast()))
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

    private func withConfig(_ text: String, _ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let path = "\(folder)/proxies.json"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try await body(path)
        }
    }
}
