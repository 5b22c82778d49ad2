import Reactor
import Testing
import Trace
import WebSocketWire

@testable import Closecall

@Suite(.timeLimit(.minutes(1)))
struct ReplayRunTests {
    private typealias Make = TapeMaker

    /// A conversation with an echo server.
    private func echoTape(_ texts: [String], echoes: [String]? = nil) -> TapeMaker {
        var tape = Make()
        tape.shakeHands()
        for (text, echo) in zip(texts, echoes ?? texts) {
            tape.client(Make.text(text, from: .client))
            tape.server(Make.text(echo, from: .server))
        }
        tape.client(Make.frame(.close, [0x0F, 0xA0], from: .client))
        tape.server(Make.frame(.close, [0x0F, 0xA0], from: .server))
        tape.server(.finished)
        tape.client(.finished)
        return tape
    }

    @Test(arguments: [false, true])
    func `a server that does the same gives the same`(isFast: Bool) async throws {
        try await EchoServer.withServer { server in
            let script = try ReplayScript(session: 1, echoTape(["one", "two", "three"]).made)
            var options = ReplayRun.Options(to: try WebSocketURL(server.url))
            options.isFast = isFast
            let result = try await ReplayRun.play(script, options)
            #expect(script.expected.differences(from: result.outcome).isEmpty)
            #expect(result.outcome == script.expected && result.unsentSteps == 0)
            #expect(result.bytesSent == UInt64(Make.text("onetwothree", from: .client).count + 2 * 6 + 8))
        }
    }

    @Test func `what differs is told`() async throws {
        try await EchoServer.withServer { server in
            let script = try ReplayScript(
                session: 1, echoTape(["one", "two"], echoes: ["one", "zwei"]).made)
            let result = try await ReplayRun.play(script, options(server, isFast: true))
            let differences = script.expected.differences(from: result.outcome)
            guard case .message(2, let expected, let got) = differences.first else {
                Issue.record("\(differences)")
                return
            }
            #expect(differences.count == 1)
            #expect(expected?.beginning == Array("zwei".utf8) && got?.beginning == Array("two".utf8))
        }
    }

    @Test func `frames keep their times, or fast waits for answers alone`() async throws {
        try await EchoServer.withServer { server in
            var tape = Make()
            tape.shakeHands()
            tape.pass(150)
            tape.client(Make.text("late", from: .client))
            tape.server(Make.text("late", from: .server))
            let script = try ReplayScript(session: 1, tape.made)
            let timed = try await ReplayRun.play(script, options(server, isFast: false))
            #expect(timed.duration >= .milliseconds(150))
            let fast = try await ReplayRun.play(script, options(server, isFast: true))
            #expect(fast.duration < timed.duration)
            for result in [timed, fast] { #expect(script.expected.differences(from: result.outcome).isEmpty) }
        }
    }

    @Test func `a broken frame is sent again, and its answer compared`() async throws {
        try await EchoServer.withServer { server in
            var tape = Make()
            tape.shakeHands()
            // RSV2 without an extension.
            tape.client([0xA1, 0x80, 0, 0, 0, 0])
            tape.server(Make.frame(.close, [0x03, 0xEA], from: .server))
            tape.server(.finished)
            let script = try ReplayScript(session: 1, tape.made)
            let result = try await ReplayRun.play(script, options(server, isFast: true))
            #expect(result.outcome.close?.code == 1002 && result.outcome.end == .finished)
        }
    }

    @Test func `a reset comes behind all that was said`() async throws {
        let seen = Locked<[EchoServer.Session]>([])
        try await EchoServer.withServer(ended: { session in seen.withLock { $0.append(session) } }) {
            server in
            var tape = Make()
            tape.shakeHands()
            tape.client(Make.text("a", from: .client))
            tape.client(.reset)
            let script = try ReplayScript(session: 1, tape.made)
            let result = try await ReplayRun.play(script, options(server, isFast: true))
            #expect(result.unsentSteps == 0 && result.outcome.end == nil)
        }
        let session = try #require(seen.withLock { $0.first })
        #expect(session.messages == 1 && session.event?.code == 1006)
    }

    @Test func `a server that never says what it said is given up`() async throws {
        try await EchoServer.withServer { server in
            var tape = Make()
            tape.shakeHands()
            tape.server(Make.text("welcome", from: .server))
            tape.client(Make.text("a", from: .client))
            tape.server(Make.text("a", from: .server))
            var hurried = try options(server, isFast: true)
            hurried.patience = .milliseconds(50)
            let script = try ReplayScript(session: 1, tape.made)
            let result = try await ReplayRun.play(script, hurried)
            #expect(script.expected.differences(from: result.outcome).count == 2)
            #expect(result.unsentSteps == 0)
        }
    }

    @Test func `another agreement about compression is got around`() async throws {
        var plain = EchoServer.Options()
        plain.acceptsCompression = false
        try await EchoServer.withServer(options: plain) { server in
            var deflater = Deflater(DeflateParameters.Direction())
            var compressed: [UInt8] = []
            try deflater.deflate(Array("hello hello".utf8).span, into: &compressed)
            var tape = Make()
            tape.shakeHands(
                "Sec-WebSocket-Extensions: permessage-deflate\r\n",
                agreeing: "Sec-WebSocket-Extensions: permessage-deflate\r\n")
            tape.client(Make.frame(.text, compressed, from: .client, isCompressed: true))
            tape.server(Make.frame(.text, compressed, from: .server, isCompressed: true))
            let script = try ReplayScript(session: 1, tape.made)
            let result = try await ReplayRun.play(script, options(server, isFast: true))
            #expect(result.isDecompressed)
            #expect(script.expected.differences(from: result.outcome).isEmpty)
            #expect(result.outcome.messages.first?.beginning == Array("hello hello".utf8))
        }
    }

    @Test func `a server that is not there is told`() async throws {
        let script = try ReplayScript(session: 1, echoTape(["a"]).made)
        let options = ReplayRun.Options(to: try WebSocketURL("ws://127.0.0.1:1/"))
        let failure = await #expect(throws: ReplayFailure.self) {
            _ = try await ReplayRun.play(script, options)
        }
        #expect(failure.map { "\($0)".contains("connection refused") } == true)
    }

    private func options(_ server: EchoServer, isFast: Bool) throws -> ReplayRun.Options {
        var options = ReplayRun.Options(to: try WebSocketURL(server.url))
        options.isFast = isFast
        return options
    }
}
