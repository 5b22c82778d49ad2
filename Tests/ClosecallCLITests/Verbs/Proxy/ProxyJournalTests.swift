import Closecall
import Foundation
import Scenarios
import Testing

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct ProxyJournalTests {
    @Test func `wrong use says what to change`() async throws {
        let ws = "ws://127.0.0.1:1"
        let journal = ["--journal", "/nowhere/run.jsonl"]
        try await Snapshot.check(
            "proxy-journal-errors",
            [
                [ws, "--frames"], [ws, "--redact"], [ws, "--journal-size", "1MiB"],
                [ws, "--journal-keep", "3"],
                [ws] + journal, [ws, "--journal", "/"],
                [ws, "--journal-size", "1", "--journal"], [ws, "--journal-size", "1000"] + journal,
                [ws, "--journal-size", "big"] + journal, [ws, "--journal-keep", "3"] + journal,
                [ws, "--journal-size", "1MiB", "--journal-keep", "0"] + journal,
                [ws, "--client-profile", "chrome"], [ws, "--client-profile", "safari"],
                [ws, "--server-profile", "node"], [ws, "--server-profile", "nodejs"], [ws, "--lang", "de"],
                [ws, "--seed", "1"] + journal,
            ].map { ["proxy"] + $0 })
    }

    @Test func `a journal that somebody else writes is told`() async throws {
        try await withFolder { folder in
            let path = "\(folder)/run.jsonl"
            var first = LiveRun(["proxy", "--listen", "0", "ws://127.0.0.1:1", "--journal", path])
            _ = try await first.url()
            let second = await Run(["proxy", "--listen", "0", "ws://127.0.0.1:1", "--journal", path])
            #expect(
                second.standardError == """
                    closecall proxy: option "--journal": another program is writing to \(path), name another file\n
                    """)
            #expect(second.status == 2)
            #expect(await first.end().status == 0)
        }
    }

    @Test func `the first line has the command, and what is secret in it is covered`() async throws {
        try await withFolder { folder in
            let path = "\(folder)/run.jsonl"
            for extra in [[], ["--redact"]] {
                var run = LiveRun(
                    [
                        "proxy", "--listen", "0", "--upstream", "ws://127.0.0.1:1", "--header",
                        "Authorization: me", "--rewrite-host=h", "--control", "0", "--control-token", "me",
                        "--journal", path,
                    ] + extra)
                _ = try await run.url()
                #expect(await run.end().status == 0)
            }
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2)
            let shown = lines.map { line in
                line.firstMatch(of: /"command":(\[.*?"\]),"part":1,"redacted":(true|false)/)
                    .map { "\($0.1) \($0.2)" }
            }
            let start =
                #"["closecall","proxy","--listen","0","--upstream","ws://127.0.0.1:1","--header","#
            let end =
                #","--rewrite-host=h","--control","0","--control-token","[redacted]","--journal",""# + path
            #expect(shown[0] == start + #""Authorization: me""# + end + #""] false"#)
            #expect(shown[1] == start + #""[redacted]""# + end + #"","--redact"] true"#)
        }
    }

    @Test func `a full disk is told once and ends in a failure that says so, and sessions go on`()
        async throws
    {
        try await EchoServer.withServer { server in
            var run = LiveRun(["proxy", "--listen", "0", server.url, "--journal", "/dev/full", "--quiet"])
            let first = await run.line()
            #expect(
                first?.hasPrefix("[stderr] closecall proxy: the journal lacks lines from here on") == true)
            let url = try await run.url()
            for _ in 1...3 { try await Self.talk(to: url) }
            let (lines, status) = await run.end()
            #expect(status == 2)
            #expect(lines.count { $0.contains("the journal") } == 1)
            #expect(lines.last?.contains("lines missing: write /dev/full: no space left") == true)
        }
    }

    @Test func `a journal of a scenario is replayed by its successor`() async throws {
        try await withFolder { folder in
            let scenario =
                "name: a\nrules:\n  - when: { direction: toServer, kind: text, nth: 1 }\n    do: drop\n"
            try scenario.write(toFile: "\(folder)/a.yaml", atomically: true, encoding: .utf8)
            try await EchoServer.withServer { server in
                var first = LiveRun(
                    ["proxy", "--listen", "0", server.url, "--journal", "\(folder)/1", "--seed", "7"]
                        + ["--scenario", "\(folder)/a.yaml"])
                try await Self.talk(to: first.url())
                #expect(await first.end().status == 0)
                var second = LiveRun(
                    [
                        "proxy", "--listen", "0", server.url, "--journal", "\(folder)/2", "--replay",
                        "\(folder)/1",
                    ])
                try await Self.talk(to: second.url())
                #expect(await second.end().status == 0)
            }
            let faults = try ["1", "2"].map { name in
                try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n")
                    .filter { $0.contains(#""event":"fault""#) }
                    .map { String($0[($0.firstRange(of: "\"key\"")?.lowerBound ?? $0.startIndex)...]) }
            }
            #expect(faults[0].count == 1 && faults[0] == faults[1])
            let run = await Run(["check", "\(folder)/a.yaml", "--against", "\(folder)/2"])
            #expect(run.status == 0)
        }
    }

    /// Says hello, and closes.
    private static func talk(to url: String) async throws {
        let socket = try WebSocket(url)
        for await event in socket.events {
            if event.type == "close" { return }
            guard event.type == "open" else { continue }
            try socket.send("hello")
            socket.close()
        }
    }
}
