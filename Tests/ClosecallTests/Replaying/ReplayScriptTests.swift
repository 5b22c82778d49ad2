import Testing
import Trace
import WebSocketWire

@testable import Closecall

struct ReplayScriptTests {
    private typealias Make = TapeMaker

    @Test func `a script has what the client sent, when, and behind which answers`() throws {
        var tape = Make()
        tape.shakeHands()
        tape.pass(20)
        tape.client(Make.text("a", from: .client))
        tape.pass(10)
        tape.server(Make.text("a", from: .server) + Make.text("b", from: .server))
        tape.pass(5)
        tape.client(Make.frame(.close, [0x03, 0xE8], from: .client))
        tape.server(Make.frame(.close, [0x03, 0xE8, 0x6F, 0x6B], from: .server))
        tape.server(.finished)
        tape.client(.finished)
        let script = try ReplayScript(session: 7, tape.made)
        #expect(script.session == 7 && script.request.target == "/chat")
        #expect(script.length == .milliseconds(35) && script.longestSilence == .milliseconds(20))
        #expect(
            script.steps == [
                ReplayStep(age: .milliseconds(20), answers: 0, act: .send(Make.text("a", from: .client))),
                ReplayStep(
                    age: .milliseconds(35), answers: 2,
                    act: .send(Make.frame(.close, [0x03, 0xE8], from: .client))),
                ReplayStep(age: .milliseconds(35), answers: 4, act: .finish),
            ])
        let expected = script.expected
        #expect(expected.status == 101 && expected.violation == nil && expected.end == .finished)
        #expect(expected.messages.map(\.beginning) == [Array("a".utf8), Array("b".utf8)])
        #expect(expected.close == ReplayOutcome.Close(code: 1000, reason: "ok"))
    }

    @Test func `what no frame can be is sent as it was`() throws {
        var tape = Make()
        tape.shakeHands()
        tape.client([0xFF, 0xFF, 1, 2, 3])
        tape.client(.reset)
        tape.client(.finished)
        let script = try ReplayScript(session: 1, tape.made)
        #expect(script.steps.map(\.act) == [.send([0xFF, 0xFF, 1, 2, 3]), .reset])
        #expect(script.expected.end == nil)
    }

    @Test func `of several requests on a connection the last one counts`() throws {
        var tape = Make()
        tape.client(Array((Make.request + "\r\n").utf8))
        tape.server(Array("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno".utf8))
        tape.shakeHands("Authorization: Basic eDp5\r\n")
        tape.client(Make.text("a", from: .client))
        let script = try ReplayScript(session: 1, tape.made)
        #expect(script.request.headers["Authorization"] == "Basic eDp5")
        #expect(script.expected.status == 101 && script.steps.count == 1)
    }

    @Test func `a refused handshake is a script, too`() throws {
        var tape = Make()
        tape.client(Array((Make.request + "\r\n").utf8))
        tape.server(Array("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".utf8))
        let script = try ReplayScript(session: 1, tape.made)
        #expect(script.expected.status == 403 && script.steps.isEmpty)
    }

    @Test func `without the client's bytes there is no replay, and without the server's less to compare`()
        throws
    {
        var tape = Make()
        tape.shakeHands()
        tape.server(Make.text("a", from: .server))
        tape.lose(10, from: .responder)
        tape.server([1, 2, 3])
        let script = try ReplayScript(session: 1, tape.made)
        #expect(script.expected.isPartial && script.expected.messages.count == 1)
        tape.lose(5, from: .initiator)
        #expect(throws: ReplayFailure.missing(5, packet: 6)) { _ = try ReplayScript(session: 1, tape.made) }
    }

    private static let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"

    private func compressedScript(_ answer: String) throws -> ReplayScript {
        var deflater = Deflater(DeflateParameters.Direction())
        var (first, second): ([UInt8], [UInt8]) = ([], [])
        try deflater.deflate(Array("hello hello".utf8).span, into: &first)
        try deflater.deflate(Array("hello again".utf8).span, into: &second)
        var tape = Make()
        tape.shakeHands(Self.offer, agreeing: "Sec-WebSocket-Extensions: permessage-deflate\(answer)\r\n")
        tape.client(Make.frame(.text, first, from: .client, isCompressed: true))
        tape.client(
            Make.frame(.text, Array(second.prefix(3)), from: .client, isFinal: false, isCompressed: true)
                + Make.frame(.ping, [9], from: .client))
        let rest = Make.frame(.continuation, Array(second.dropFirst(3)), from: .client)
        tape.client(Array(rest.prefix(4)))
        tape.client(Array(rest.dropFirst(4)) + Make.text("plain", from: .client) + [0x81])
        return try ReplayScript(session: 1, tape.made)
    }

    @Test func `compressed frames go as they are where the server inflates them alike`() throws {
        let script = try compressedScript("")
        let same = script.steps(agreeing: DeflateParameters())
        #expect(same.steps == script.steps && !same.areRewritten)
        let more = script.steps(agreeing: DeflateParameters(serverNoContextTakeover: true))
        #expect(more.steps == script.steps && !more.areRewritten)
    }

    @Test(arguments: [nil, DeflateParameters(clientNoContextTakeover: true)])
    func `where the server would not inflate them, frames go without compression`(
        agreement: DeflateParameters?
    ) throws {
        let (steps, areRewritten) = try compressedScript("").steps(agreeing: agreement)
        #expect(areRewritten)
        let sent = steps.flatMap { step -> [UInt8] in
            if case .send(let bytes) = step.act { bytes } else { [] }
        }
        let expected =
            Make.text("hello hello", from: .client) + Make.frame(.ping, [9], from: .client)
            + Make.frame(.text, Array("hello".utf8), from: .client, isFinal: false)
            + Make.frame(.continuation, Array(" again".utf8), from: .client)
            + Make.text("plain", from: .client) + [0x81]
        #expect(sent == expected)
    }
}
