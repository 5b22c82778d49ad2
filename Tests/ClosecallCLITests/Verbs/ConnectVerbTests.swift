import Closecall
import Synchronization
import Testing
import WebSocketWire

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct ConnectVerbTests {
    @Test func `a script is carried out in order, and its answers are waited for`() async throws {
        let run = try await run(
            "--send", "a\tb\u{1B}[2J", "--ping=p", "--send-binary", "00 fF", "--close=4000:bye")
        #expect(
            run.steadyOutput == """
                open: ws://HOST/, permessage-deflate
                > a\tb\\u{1B}[2J
                > ping p
                > binary 00ff
                < a\tb\\u{1B}[2J
                < binary 00ff
                > close 4000 (for applications) "bye"
                closed: 4000 (for applications), reason "bye", clean

                """)
        #expect(run.status == 0 && run.standardError.isEmpty)
    }

    @Test func `a script without a close ends with an empty one`() async throws {
        let run = try await run("--no-deflate", "--send", "a")
        #expect(
            run.steadyOutput == """
                open: ws://HOST/
                > a
                < a
                > close empty
                closed: 1005 No Status Received, clean

                """)
        #expect(run.status == 0)
    }

    @Test func `who sets the time to wait gets it, whatever comes`() async throws {
        let start = ContinuousClock.now
        let run = try await run("--send", "a", "--wait", "150ms")
        #expect(run.standardOutput.contains("< a\n"))
        #expect(start.duration(to: .now) >= .milliseconds(150))
        // Closing at once costs the answer.
        #expect(try await self.run("--send", "a", "--close", "--wait", "0s").status == 0)
    }

    @Test func `json is one object for each event`() async throws {
        let run = try await run("--send", "\"a\"", "--send-binary", "ff", "--close", "1000:x", "--json")
        #expect(
            run.steadyOutput == """
                {"event":"open","time":T,"url":"ws://HOST/","protocol":"","extensions":"permessage-deflate"}
                {"event":"message","time":T,"type":"text","data":"\\"a\\""}
                {"event":"message","time":T,"type":"binary","hex":"ff"}
                {"event":"close","time":T,"code":1000,"name":"Normal Closure","reason":"x","wasClean":true,"story":null}

                """)
    }

    @Test func `lines are messages and commands`() async throws {
        let run = try await run(
            lines: [
                "hi", "", "/binary 01 02", "/nothing", "//x", "/ping", "/binary 1", "/close 3001 so long",
                "no",
            ])
        let lines = run.steadyOutput.split(separator: "\n").map(String.init)
        #expect(lines.first == "open: ws://HOST/, permessage-deflate")
        #expect(lines.last == "closed: 3001 (for libraries), reason \"so long\", clean")
        // Answers come while further lines are read.
        #expect(
            lines.filter { $0.hasPrefix(">") } == [
                "> hi", "> ", "> binary 0102", "> /x", "> ping", "> close 3001 (for libraries) \"so long\"",
            ])
        #expect(lines.filter { $0.hasPrefix("<") } == ["< hi", "< ", "< binary 0102", "< /x"])
        #expect(
            run.standardError == """
                unknown command "/nothing", /help lists them; //text sends "/text"
                "1" has 1 hex digits, write two for each byte, such as 00ff10

                """)
    }

    @Test func `the end of the input closes with an empty Close`() async throws {
        let run = try await run(lines: ["hi"])
        #expect(run.standardOutput.hasSuffix("< hi\n> close empty\nclosed: 1005 No Status Received, clean\n"))
    }

    @Test func `headers, origin and subprotocols reach the server`() async throws {
        var options = EchoServer.Options()
        options.subprotocols = ["v1"]
        let run = try await run(
            "--subprotocol", "v2", "--subprotocol", "v1", "--header", "X-A: b", "--origin", "http://a.test",
            "--close", options: options)
        #expect(run.steadyOutput.hasPrefix("open: ws://HOST/, subprotocol v1, permessage-deflate\n"))
        #expect(run.status == 0)
    }

    @Test func `a connection that cannot be made is told with its reason`() async throws {
        let url = try await EchoServer.withServer { $0.url }
        let place = url.dropFirst(5).dropLast()
        let run = await Run(["connect", url, "--send", "a"])
        #expect(
            run.standardOutput == "closed: 1006 Abnormal Closure, not clean\nmore: closecall explain 1006\n")
        #expect(
            run.standardError == """
                closecall connect: cannot connect to \(place): connect \(place): \
                connection refused (ECONNREFUSED)\n
                """)
        #expect(run.status == 2)
    }

    @Test func `an interrupt closes with 1000`() async throws {
        try await EchoServer.withServer { server in
            var connect = LiveRun(["connect", server.url, "--send", "a", "--wait", "1h"])
            while let line = await connect.line(), line != "< a" {}
            let end = await connect.end()
            #expect(end.lines == ["closed: 1000 Normal Closure, clean"])
            #expect(end.status == 0)
        }
    }

    @Test func `a server that stops ends a person's session`() async throws {
        let server = try EchoServer()
        var connect = LiveRun(["connect", server.url, "--wait", "1h"])
        #expect(try #require(await connect.line()).hasPrefix("open: "))
        await server.stop()
        #expect(await connect.line() == "closed: 1001 Going Away, reason \"the server is stopping\", clean")
        #expect(await connect.end().status == 0)
    }

    @Test func `wrong arguments say what to change, before anything is sent`() async throws {
        let url = "ws://127.0.0.1:1/"
        try await Snapshot.check(
            "connect-errors",
            [
                ["connect"], ["connect", "localhost"], ["connect", "ftp://h/"], ["connect", "ws://h/#f"],
                ["connect", "ws://h:99999/"], ["connect", "ws://1.2.3.4.5/"], ["connect", url, url],
                ["connect", url, "--send"], ["connect", url, "--send-binary", "abc"],
                ["connect", url, "--send-binary", "0g"],
                ["connect", url, "--ping=\(String(repeating: "p", count: 126))"],
                ["connect", url, "--close", "1006"], ["connect", url, "--close", "1001"],
                ["connect", url, "--close", "70000"], ["connect", url, "--close=abc"],
                ["connect", url, "--close", "1000:\(String(repeating: "r", count: 124))"],
                ["connect", url, "--close", "--send", "a"], ["connect", url, "--close", "--close"],
                ["connect", url, "--header", "X"], ["connect", url, "--header", "X Y: 1"],
                ["connect", url, "--header", ": 1"], ["connect", url, "--header", "X: a\nb"],
                ["connect", url, "--header", "Host: h"], ["connect", url, "--subprotocol", "a,b"],
                ["connect", url, "--subprotocol", "a", "--subprotocol", "a"],
                ["connect", url, "--origin", "a\nb"], ["connect", url, "--timeout", "5"],
                ["connect", url, "--wait", "soon"], ["connect", url, "--autobahn", "--send", "a"],
                ["connect", url, "--sned", "a"],
            ])
    }

    private func run(
        _ arguments: String..., lines: [String] = [], options: EchoServer.Options = EchoServer.Options()
    ) async throws -> Run {
        try await EchoServer.withServer(options: options) { server in
            let text = Mutex<[UInt8]>(lines.flatMap { Array("\($0)\n".utf8) })
            let input = Input(isTerminal: false) {
                text.withLock { text in
                    defer { text = [] }
                    return text
                }
            }
            return await Run(["connect", server.url] + arguments, input: input)
        }
    }
}
