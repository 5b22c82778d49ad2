import Closecall
import Foundation
import Testing

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct ReplayVerbTests {
    /// A proxy's trace with so many sessions, each with two messages.
    private func trace(in folder: String, sessions: Int = 1, of server: EchoServer) async throws -> String {
        let path = folder + "/trace.pcapng"
        var proxy = LiveRun(["proxy", "--listen", "127.0.0.1:0", "--trace", path, server.url])
        let url = try await proxy.url()
        for _ in 0..<sessions {
            let client = await Run(["connect", url, "--send", "one", "--send", "three", "--close=4000:bye"])
            #expect(client.status == 0)
        }
        let end = await proxy.end()
        #expect(end.status == 0)
        return path
    }

    private func replay(_ arguments: String...) async -> Run { await Run(["replay"] + arguments) }

    @Test func `a server that does the same is told to do so`() async throws {
        try await withFolder { folder in
            try await EchoServer.withServer { server in
                let path = try await trace(in: folder, of: server)
                let run = await replay(path, "--to", server.url, "--fast")
                #expect(
                    run.standardOutput.steady == "session 1, 2 messages in TIME: all as in the trace\n")
                #expect(run.status == 0 && run.standardError.isEmpty)
                let json = await replay(path, "--to", server.url, "--json")
                #expect(
                    json.standardOutput.steady == """
                        {"event":"summary","session":1,"equal":true,"differences":0,"messages":2,"bytesSent":35,\
                        "decompressed":false,"partial":false,"duration":T}

                        """)
                #expect(json.status == 0)
            }
        }
    }

    @Test func `each difference is told, and the exit status is 1`() async throws {
        try await withFolder { folder in
            try await EchoServer.withServer { server in
                let path = try await trace(in: folder, of: server)
                var strict = EchoServer.Options()
                strict.longestMessage = 3
                try await EchoServer.withServer(options: strict) { other in
                    let run = await replay(path, "--to", other.url, "--fast")
                    #expect(run.status == 1)
                    let lines = run.standardOutput.split(separator: "\n")
                    #expect(lines.count == 3)
                    #expect(lines.first == "message 2: expected \"three\", got no message")
                    #expect(
                        lines.dropFirst().first?.hasPrefix("close: expected 4000 \"bye\", got 1009") == true)
                    #expect(lines.last?.hasSuffix(": 2 differences") == true)
                    let json = await replay(path, "--to", other.url, "--fast", "--json")
                    #expect(json.status == 1)
                    #expect(
                        json.standardOutput.split(separator: "\n").first == """
                            {"event":"difference","what":"message","number":2,"expected":{"opcode":1,"length":5,\
                            "text":"three","hex":null,"trouble":null},"got":null}
                            """)
                }
            }
        }
    }

    @Test func `a server without compression gets none, and that is said`() async throws {
        try await withFolder { folder in
            try await EchoServer.withServer { server in
                let path = try await trace(in: folder, of: server)
                var plain = EchoServer.Options()
                plain.acceptsCompression = false
                try await EchoServer.withServer(options: plain) { other in
                    let run = await replay(path, "--to", other.url, "--fast")
                    #expect(run.status == 0)
                    #expect(
                        run.standardError == """
                            closecall replay: the server agreed on another compression than in the trace: frames were \
                            sent without\n
                            """)
                }
            }
        }
    }

    @Test func `of several sessions one must be named`() async throws {
        try await withFolder { folder in
            try await EchoServer.withServer { server in
                let path = try await trace(in: folder, sessions: 2, of: server)
                let any = await replay(path, "--to", server.url)
                #expect(
                    any.standardError == """
                        closecall replay: \(path): it has 2 sessions: say which with --session N (closecall inspect \
                        lists them)\n
                        """)
                #expect(any.status == 2)
                let second = await replay(path, "--to", server.url, "--session", "2", "--fast")
                #expect(second.standardOutput.hasPrefix("session 2, 2 messages in "))
                let third = await replay(path, "--to", server.url, "--session", "3")
                #expect(
                    third.standardError
                        == "closecall replay: \(path): there is no session 3, only sessions 1 to 2\n")
            }
        }
    }

    @Test func `wrong arguments say what to change`() async throws {
        try await withFolder { folder in
            let text = folder + "/notes.txt"
            try "not a capture".write(toFile: text, atomically: false, encoding: .utf8)
            try await Snapshot.check(
                "replay-errors",
                [
                    ["replay"], ["replay", "x.pcapng"], ["replay", "-", "--to", "ws://127.0.0.1"],
                    ["replay", "x.pcapng", "--to", "ftp://127.0.0.1"],
                    ["replay", "x.pcapng", "--to", "ws://127.0.0.1", "--insecure"],
                    ["replay", "x.pcapng", "--to", "ws://127.0.0.1", "--session", "0"],
                    ["replay", "x.pcapng", "--to", "ws://127.0.0.1", "--patience", "5"],
                    ["replay", "/nowhere/x.pcapng", "--to", "ws://127.0.0.1"],
                    ["replay", text, "--to", "ws://127.0.0.1"],
                ], replacing: [folder: "FOLDER"])
        }
    }
}
