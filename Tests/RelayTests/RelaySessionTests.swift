import Observer
import Relay
import Scenarios
import Testing
import WebSocketWire

/// Single calls and the exact actions they bring; whole sessions are played in SimulationTests.
struct RelaySessionTests {
    private static let upgrade = Array(
        """
        GET / HTTP/1.1\r
        Host: a\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r

        """.utf8)
    private static let yes = Array(
        """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r

        """.utf8)

    private let start = Moment(microseconds: 5_000_000)

    private func framed(_ options: RelayOptions = RelayOptions()) -> RelaySession {
        var session = RelaySession(options, at: start)
        var actions: [Action] = []
        session.received(Self.upgrade.span, from: .client, at: start, into: &actions)
        session.received(Self.yes.span, from: .server, at: start, into: &actions)
        return session
    }

    // `#expect` would copy the session, which cannot be copied.
    private func expect<Value: Equatable>(
        _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(value == expected, sourceLocation: sourceLocation)
    }

    @Test func `one read in frames is one forward and nothing else`() {
        var session = framed()
        let isFramed = session.isFramed
        #expect(isFramed)
        var actions: [Action] = []
        let frames: [UInt8] = [0x81, 2, 0x68, 0x69, 0x89, 0, 0x82, 100, 1, 2, 3]
        session.received(frames.span, from: .server, at: start, into: &actions)
        #expect(actions == [.forward(0..<11, to: .client)])
        expect(session.toClient.frames, 3)
        expect(session.toClient.messages, 1)
    }

    @Test func `a Close is noted unmasked, whatever pieces it comes in`() {
        var session = framed()
        let close: [UInt8] = [0x88, 0x84, 1, 2, 3, 4, 0x03 ^ 1, 0xE8 ^ 2, 0x6F ^ 3, 0x6B ^ 4]
        for index in close.indices {
            var actions: [Action] = []
            session.received([close[index]].span, from: .client, at: start, into: &actions)
            let note = Action.note(.closeFrame(.toServer, payload: [0x03, 0xE8, 0x6F, 0x6B], offset: 0))
            let forward = Action.forward(0..<1, to: .server)
            #expect(actions == (index == close.count - 1 ? [note, forward] : [forward]))
        }
    }

    @Test func `only the middle of a large payload may pass unseen`() {
        var session = framed()
        var actions: [Action] = []
        expect(session.passable(from: .server), 0)
        // 100,000 bytes of payload, ten of which come with the header.
        let head: [UInt8] = [0x82, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xA0] + [UInt8](repeating: 7, count: 10)
        session.received(head.span, from: .server, at: start, into: &actions)
        expect(session.passable(from: .server), 99_990 - 16 * 1024)
        session.passedThrough(50_000, from: .server, at: start)
        expect(session.passable(from: .server), 49_990 - 16 * 1024)
        expect(session.passable(from: .client), 0)
        expect(session.toClient.bytes, UInt64(Self.yes.count + 20 + 50_000))
        expect(session.toClient.messages, 0)
        let rest = [UInt8](repeating: 7, count: 49_990)
        session.received(rest.span, from: .server, at: start, into: &actions)
        expect(session.toClient.messages, 1)
        expect(session.passable(from: .server), 0)
    }

    @Test func `a text whose middle nobody saw is told whole, and not blamed for its two ends`() {
        var session = framed()
        var actions: [Action] = []
        let told = Told()
        session.tellOfFrames { _, _, frame in told.frames.append(frame) }
        // 100,000 bytes of text; what is shown ends within a character, and goes on within another.
        let head: [UInt8] = [0x81, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xA0, 0x68, 0xC3]
        session.received(head.span, from: .server, at: start, into: &actions)
        session.passedThrough(80_000, from: .server, at: start)
        let rest: [UInt8] = [0xA9] + [UInt8](repeating: 0x68, count: 19_997)
        session.received(rest.span, from: .server, at: start, into: &actions)
        #expect(told.frames.map(\.came) == [100_000])
        let ending = session.ending(client: .rfc6455, server: .rfc6455, at: start)
        #expect(ending?.clientSide.incoming.flaws == [])
        #expect(ending?.serverSide.outgoing.flaws == [])
    }

    private final class Told {
        var frames: [FrameGlimpse] = []
    }

    @Test func `reading stops above the high-water mark and goes on below a quarter of it`() {
        var options = RelayOptions()
        options.highWater = 1000
        var session = framed(options)
        func told(_ bytes: Int) -> [Action] {
            var actions: [Action] = []
            session.waiting(bytes, for: .server, into: &actions)
            return actions
        }
        #expect(told(1000) == [])
        #expect(told(1001) == [.pause(.client)])
        #expect(told(5000) == [])
        #expect(told(251) == [])
        #expect(told(250) == [.resume(.client)])
        #expect(told(0) == [])
    }

    @Test func `a session that was ended by an answer is not ended once more for being idle`() {
        var options = RelayOptions()
        options.idleTimeout = .seconds(10)
        var session = RelaySession(options, at: start)
        var actions: [Action] = []
        session.unreachable("nobody", into: &actions)
        session.received(Self.upgrade.span, from: .client, at: start, into: &actions)
        #expect(actions.contains(.note(.answered(status: 502))))
        actions = []
        session.woke(at: start + .seconds(10), into: &actions)
        #expect(actions == [])
    }

    @Test func `a leg that is gone is neither paused nor resumed`() {
        var options = RelayOptions()
        options.highWater = 1000
        var session = framed(options)
        var actions: [Action] = []
        session.gone(.client, into: &actions)
        session.waiting(1001, for: .server, into: &actions)
        session.waiting(0, for: .server, into: &actions)
        #expect(actions == [])
    }

    @Test func `a session is over when both legs are gone, once`() {
        var session = framed()
        var actions: [Action] = []
        session.ended(.client, .finished, at: start, into: &actions)
        #expect(actions == [.note(.ended(.client, .finished)), .end(.server, .finish)])
        actions = []
        session.ended(.server, .finished, at: start, into: &actions)
        #expect(actions == [.note(.ended(.server, .finished)), .end(.client, .finish)])
        actions = []
        session.gone(.client, unsent: 3, into: &actions)
        #expect(actions == [.note(.lost(.toClient, bytes: 3))])
        actions = []
        session.gone(.server, into: &actions)
        #expect(actions == [.over])
        actions = []
        session.gone(.server, into: &actions)
        #expect(actions == [])
    }

    @Test func `an end is passed on as the same kind of end`() {
        for (how, ending) in [
            (LegEnd.finished, HangUp.finish), (.truncated, .truncate), (.reset, .reset),
            (.failed("no route"), .reset),
        ] {
            var session = framed()
            var actions: [Action] = []
            session.ended(.server, how, at: start, into: &actions)
            #expect(actions == [.note(.ended(.server, how)), .end(.client, ending)])
        }
    }

    @Test func `it asks to be woken for the handshake, and for idleness only when it might be due`() {
        var options = RelayOptions()
        options.handshakeTimeout = .seconds(30)
        options.idleTimeout = .seconds(10)
        var session = RelaySession(options, at: start)
        let first = session.firstWake
        #expect(first == start + .seconds(10))
        var actions: [Action] = []
        session.received(Self.upgrade.span, from: .client, at: start + .seconds(9), into: &actions)
        session.received(Self.yes.span, from: .server, at: start + .seconds(9), into: &actions)
        actions = []
        session.woke(at: start + .seconds(10), into: &actions)
        #expect(actions == [.wake(at: start + .seconds(19))])
        actions = []
        session.woke(at: start + .seconds(19), into: &actions)
        #expect(actions == [.note(.timedOut(.idle)), .end(.client, .close), .end(.server, .close)])
    }

    @Test(arguments: ["hello", "G", "GET\r\n", "get / HTTP/1.1"])
    func `what begins as no request is held back from no server of any bytes, whatever rules there are`(
        text: String
    ) throws {
        var options = RelayOptions()
        options.expectsHTTP = false
        options.rules = RuleSet(try Scenario(reading: Self.slow, file: "slow.yaml")) { _ in 1 }
        var session = RelaySession(options, at: start)
        var actions: [Action] = []
        let bytes = Array(text.utf8)
        session.received(bytes.span, from: .client, at: start, into: &actions)
        let waits = "GET ".hasPrefix(text)
        #expect(written(actions, bytes) == (waits ? [] : bytes))
        guard waits else { return }
        // A second piece tells that it is none.
        actions = []
        session.received([UInt8(ascii: "!")].span, from: .client, at: start, into: &actions)
        #expect(written(actions, [UInt8(ascii: "!")]) == bytes + [UInt8(ascii: "!")])
    }

    private static let slow = """
        name: slow
        rules:
          - when: { direction: toClient }
            do: { latency: 10ms }
        """

    /// What leaves for the server, written or forwarded of what came.
    private func written(_ actions: [Action], _ came: [UInt8]) -> [UInt8] {
        actions.flatMap { action -> [UInt8] in
            switch action {
            case .write(let bytes, .server): bytes
            case .forward(let range, to: .server): Array(came[range])
            default: []
            }
        }
    }

    @Test func `a rule that fires at its time writes nothing to a leg that is gone`() throws {
        let text = """
            name: too late
            rules:
              - when: { kind: time, direction: toClient, after: 250ms }
                do: early-close
            """
        var options = RelayOptions()
        let scenario = try Scenario(reading: Array(text.utf8), file: "late.yaml")
        options.rules = RuleSet(scenario) { _ in 1 }
        var session = framed(options)
        var actions: [Action] = []
        session.gone(.client, into: &actions)
        session.woke(at: start + .milliseconds(250), into: &actions)
        let writes = actions.filter { if case .write = $0 { true } else { false } }
        #expect(writes.isEmpty)
        #expect(actions.contains(.note(.lost(.toClient, bytes: 4))))
    }
}
