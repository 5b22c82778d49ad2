@testable internal import Observer
internal import Testing
internal import WebSocketWire

struct EndingAccountTests {
    /// A rule sets a bit in the server's third frame, and Chromium does not put up with it.
    private static let refused = EndingBuilder(
        .protocolViolation(from: .server, .reservedBits, frame: 3, offset: 25), by: .fault(rule: "third")
    )
    .asking().frames(3, from: .server, bytes: 40).frames(1, from: .client, bytes: 8)
    .firing("third", ["setHeader"], at: 20_000)
    .flaw(.header(.reservedBits), from: .server, at: 20_000, isOwn: false)
    .close(from: .client, payload(1002, "Invalid reserved bit"), at: 21_000)
    .end(of: .client, at: 22_000)
    .verdict(.client, 1006, clean: false, .chromium, error: true)
    .verdict(.server, 1002, "Invalid reserved bit", clean: true)
    .ending

    @Test
    func `an account tells what happened in the order of time, and then what came of it`() {
        #expect(
            Self.refused.account(in: .english) == [
                "After 0.4 ms, the client asked for a WebSocket at \"/chat\".",
                "After 3.4 ms, the answer was 101, 3 ms after the request.",
                "After 20 ms, rule \"third\" (setHeader) fired at the server's frame 3.",
                "After 20 ms, the proxy in the server's name sent a frame with reserved bits set (frame 3 at byte 25).",
                "After 21 ms, the client sent a Close with 1002 \"Invalid reserved bit\" (frame 2 at byte 8).",
                "After 22 ms, the client ended TCP with a FIN.",
                "In all, the client sent 1 frame (8 bytes) and the server 3 frames (40 bytes).",
                "The client (Chromium) reports 1006, not clean, after an error.",
                "The server (RFC 6455) reports 1002 \"Invalid reserved bit\", clean.",
                "That was the doing of rule \"third\" (protocol-violation).",
                "Look at the named frame and byte, and who wrote it.",
            ])
    }

    @Test
    func `an account in French says the same`() {
        let account = Self.refused.account(in: .french)
        #expect(account.count == 11)
        #expect(
            account[2]
                == "Au bout de 20\u{A0}ms, la règle «\u{A0}third\u{A0}» (setHeader) s’est déclenchée à la trame 3 "
                + "du serveur.")
        #expect(
            account[6] == "En tout, le client a envoyé 1 trame (8 octets) et le serveur 3 trames (40 octets)."
        )
        #expect(account[7] == "Le client (Chromium) rapporte 1006, non propre, après une erreur.")
        #expect(account[9] == "C’était le fait de la règle «\u{A0}third\u{A0}» (protocol-violation).")
    }

    @Test
    func `a Close that was changed, lost or made up on its way is told as such`() {
        let cause = Cause.closed(from: .server, code: 1000, reason: "")
        let changed = EndingBuilder(cause, by: .fault(rule: "x"))
            .close(from: .server, payload(1000), at: 1_000, arriving: .some(payload(1011)))
            .close(from: .client, payload(1011), at: 2_000, arriving: .some(nil))
        #expect(
            changed.ending.account(in: .english).prefix(2) == [
                "After 1 ms, the server sent a Close with 1000 (frame 1 at byte 0); the client got a Close with 1011 "
                    + "(frame 1 at byte 0) in its place.",
                "After 2 ms, the client sent a Close with 1011 (frame 1 at byte 0), which the server never got.",
            ])
        let madeUp = EndingBuilder(cause, by: .fault(rule: "x"))
            .close(from: .server, payload(1000), at: 1_000, isSent: false)
        #expect(
            madeUp.ending.account(in: .english)[0]
                == "After 1 ms, the client got a Close with 1000 (frame 1 at byte 0) that the server had not sent."
        )
    }

    @Test
    func `a session that was cut tells both sides of an end that nobody made`() {
        let cut = EndingBuilder(.killed(leg: .client), by: .fault(rule: "cut")).asking()
            .firing("cut", ["reset"], .toClient, .time(1), at: 2_000_000)
            .told(.client, .reset, at: 2_000_000).told(.server, at: 2_000_000)
        #expect(
            cut.ending.account(in: .english).dropFirst(2).prefix(3) == [
                "After 2 s, the time came for rule \"cut\" (reset).",
                "After 2 s, the server was told of an end (FIN) that the client had not made.",
                "After 2 s, the client was told of an end (RST) that the server had not made.",
            ])
    }

    @Test
    func `a Close that came before it was sent was a rule's, and what was sent but echoes its echo`() {
        let early = EndingBuilder(
            .closed(from: .server, code: 1001, reason: "restarting"), by: .fault(rule: "restart")
        )
        .firing("restart", ["early-close"], .toClient, .message(3), at: 900)
        .close(from: .server, payload(1001, "restarting"), at: 1_000, isSent: false)
        .close(from: .client, payload(1001, "restarting"), at: 2_000)
        .close(from: .server, payload(1001, "restarting"), at: 3_000, arriving: .some(nil))
        #expect(
            early.ending.story(in: .english)
                == "Rule \"restart\" (early-close) fired at the server's message 3 and in the server's name closed "
                + "with 1001 \"restarting\"; the client echoed it.")
        #expect(
            early.ending.account(in: .english).dropFirst().prefix(3) == [
                "After 1 ms, the client got a Close with 1001 \"restarting\" (frame 1 at byte 0) that the server had "
                    + "not sent.",
                "After 2 ms, the client sent a Close with 1001 \"restarting\" (frame 1 at byte 0).",
                "After 3 ms, the server sent a Close with 1001 \"restarting\" (frame 1 at byte 0), which the client "
                    + "never got.",
            ])
    }
}
