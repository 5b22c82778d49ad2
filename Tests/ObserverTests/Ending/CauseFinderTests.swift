internal import Observer
internal import Testing
internal import WebSocketWire

struct CauseFinderTests {
    private static let normal: [UInt8] = [0x03, 0xE8]
    private static let text: [UInt8] = [0x81, 0x01, 0x61]

    // MARK: Closing handshakes

    @Test
    func `who closes first and is answered has closed`() {
        for leg in Leg.allCases {
            let session = Watched()
            session.open()
            session.after().close(Self.normal + [0x62], from: leg)
            session.after().close(Self.normal, from: leg.other)
            session.after().end(.server)
            let ending = session.ending()
            #expect(ending.words == "closed-by-\(leg) by \(leg)")
            #expect(ending.cause == .closed(from: leg, code: 1000, reason: "b"))
        }
    }

    @Test
    func `two Closes that cannot answer each other are both's`() {
        let session = Watched()
        session.open()
        session.after().close(Self.normal, from: .client)
        session.close([0x03, 0xE9], from: .server)
        session.after().end(.server)
        #expect(session.ending().cause == .closedByBoth(clientCode: 1000, serverCode: 1001))
    }

    @Test
    func `a Close that is empty gives no status`() {
        let session = Watched()
        session.open()
        session.after().close([], from: .server)
        session.after().close([], from: .client)
        session.after().end(.server)
        #expect(session.ending().cause == .noStatus(from: .server))
    }

    @Test
    func `who ends instead of answering is to blame, but not where nobody waits for an answer`() {
        let session = Watched()
        session.open()
        session.after().close(Self.normal, from: .client)
        session.after().end(.server)
        #expect(session.ending().words == "close-unanswered by server")
        let hasty = Watched()
        hasty.open()
        hasty.after().close(Self.normal, from: .server)
        hasty.end(.server)
        hasty.after().end(.client)
        #expect(hasty.ending().words == "close-unanswered by server")
    }

    @Test
    func `a connection that stays open behind both Closes is the server's doing`() {
        let session = Watched()
        session.open()
        session.after().close(Self.normal, from: .client)
        session.after().close(Self.normal, from: .server)
        session.after(2000).end(.client)
        #expect(session.ending().words == "left-open by server")
    }

    @Test
    func `a Close that says what none may say is malformed`() {
        for (payload, violation) in [
            ([0x03], ClosePayloadViolation.oneByte),
            ([0x03, 0xED], .forbiddenCode(CloseCode(rawValue: 1005))),
            ([0x03, 0xE8, 0xFF], .reasonNotUTF8(offset: 2)),
        ] as [([UInt8], ClosePayloadViolation)] {
            let session = Watched()
            session.open()
            session.after().close(payload, from: .server)
            session.after().end(.client)
            #expect(session.ending().cause == .malformedClose(from: .server, violation))
        }
    }

    // MARK: Ends without one

    @Test
    func `an end says where in the stream it came`() {
        for (bytes, place) in [
            ([], "between-frames"), (Self.text, "between-frames"), ([0x01, 0x01, 0x61], "between-fragments"),
            ([0x81], "in-header"), ([0x81, 0x7E, 0x01], "in-header"), ([0x81, 0x05, 0x61], "in-payload"),
        ] as [([UInt8], String)] {
            for (how, word) in [(LegEnd.finished, "fin"), (.reset, "rst"), (.truncated, "truncated")] {
                let session = Watched()
                session.open()
                session.after().send(bytes, from: .server)
                session.after().end(.server, how)
                #expect(session.ending().words == "\(word)-\(place) by server")
            }
        }
    }

    @Test
    func `a network that breaks is nobody's doing`() {
        let session = Watched()
        session.open()
        session.after().end(.client, .failed("no route"))
        #expect(session.ending().words == "lost-between-frames by network")
    }

    // MARK: Frames that are refused

    @Test
    func `who sends what the other does not take is to blame, though the other ends it`() {
        for (bytes, words) in [
            ([0x81, 0x01, 0xFF], "invalid-utf8 by server"), ([0x83, 0x00], "protocol-violation by server"),
            ([0x82, 0x7F, 0, 0, 0, 1, 0, 0, 0, 0, 0x61], "message-too-big by server"),
        ] as [([UInt8], String)] {
            let session = Watched()
            session.open()
            session.after().send(bytes, from: .server)
            session.after().end(.client)
            #expect(session.ending().words == words)
        }
    }

    @Test
    func `what an endpoint puts up with ends nothing`() {
        let masked: [UInt8] = [0x81, 0x81, 0, 0, 0, 0, 0x61]
        let session = Watched()
        session.open()
        session.after().send(masked, from: .server)
        session.after().close(Self.normal, from: .server)
        session.after().close(Self.normal, from: .client)
        session.after().end(.server)
        #expect(session.ending(.firefox).words == "closed-by-server by server")
        #expect(session.ending(.chromium).words == "protocol-violation by server")
    }

    @Test
    func `a server that puts up with something unlawful is believed`() {
        let session = Watched()
        session.open()
        session.after().send(Self.text, from: .client)
        session.after().close(Self.normal, from: .client)
        session.after().close(Self.normal, from: .server)
        session.after().end(.server)
        #expect(session.ending().words == "closed-by-client by client")
    }

    @Test
    func `a refusal that nothing seen explains is told in its own words`() {
        let session = Watched()
        session.open()
        session.after().close([0x03, 0xEA] + Array("no".utf8), from: .client)
        session.after().end(.client)
        #expect(session.ending().cause == .refusedFrames(by: .client, code: 1002, reason: "no"))
    }

    @Test
    func `a bare FIN of one that fails so, behind frames that nobody looked into, is a refusal`() {
        let session = Watched()
        session.open()
        let long = [0x81, 0x7E, 0x40, 0x00] + [UInt8](repeating: 0x61, count: 0x4000)
        session.after().send(long, from: .server)
        session.after(1).end(.client)
        #expect(session.ending(.firefox).words == "refused-frames by client")
        #expect(session.ending(.firefox).client?.error == true)
        #expect(session.ending(.rfc6455).words == "fin-between-frames by client")
    }

    // MARK: Handshakes

    @Test
    func `a refused handshake is the server's, with its status`() {
        let session = Watched()
        session.ask()
        session.answer(Array("HTTP/1.1 403 Forbidden\r\n\r\n".utf8))
        session.after().end(.server)
        #expect(session.ending().cause == .handshakeRefused(status: 403))
        #expect(session.ending().by == .server)
    }

    @Test
    func `an answer that the client does not take is invalid`() {
        let session = Watched()
        session.ask()
        session.answer(Array("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n".utf8))
        session.after().end(.client)
        #expect(session.ending().cause == .handshakeInvalid(.noAccept))
    }

    @Test
    func `an end before the answer is in the handshake`() {
        let session = Watched()
        session.ask()
        session.after().end(.server, .reset)
        #expect(session.ending().words == "rst-in-handshake by server")
    }

    @Test
    func `no way to the server outweighs all that comes of it`() {
        let session = Watched()
        session.ask()
        session.after().observer.note(.unreachable("refused"))
        session.observer.note(.answered(status: 502))
        session.after().end(.client)
        #expect(session.ending().words == "upstream-unreachable by network")
        #expect(session.ending().server == nil)
    }

    @Test
    func `what never was to be a WebSocket is none`() {
        let session = Watched()
        session.after().end(.client)
        #expect(session.ending().words == "not-websocket by client")
        #expect(session.ending().client == nil)
    }

    // MARK: Ourselves and faults

    @Test
    func `what we end is ours`() {
        for (evidence, words) in [
            (Evidence.timedOut(.idle), "idle-timeout by proxy"), (.shutDown, "shut-down by proxy"),
            (.cut(.client, by: "cutter"), "killed-by-fault by cutter"),
        ] {
            let session = Watched()
            session.open()
            session.after().observer.note(evidence)
            session.observer.told(.client, .finished)
            session.observer.told(.server, .finished)
            session.after().end(.client, isToldOn: false)
            session.after().end(.server, isToldOn: false)
            #expect(session.ending().words == words)
        }
    }

    @Test
    func `what a fault made of a frame is the fault's`() {
        let session = Watched(isMeddledWith: true)
        session.open()
        session.after().fire("corrupter")
        session.send(Self.text, from: .server, delivered: [0x81, 0x01, 0xFF])
        session.after().end(.client)
        #expect(session.ending().words == "invalid-utf8 by corrupter")
    }

    @Test
    func `a Close that nobody sent is the fault's, and so is one that was changed or kept`() {
        let early = Watched(isMeddledWith: true)
        early.open()
        early.after().fire("early")
        early.send([], from: .server, delivered: [0x88, 0x01, 0x03])
        early.after().end(.client)
        #expect(early.ending().words == "malformed-close by early")

        let changed = Watched(isMeddledWith: true)
        changed.open()
        changed.after().fire("changer")
        changed.send([0x88, 0x02, 0x03, 0xE8], from: .server, delivered: [0x88, 0x02, 0x0F, 0xA0])
        changed.after().close([0x0F, 0xA0], from: .client)
        changed.after().end(.server)
        #expect(changed.ending().cause == .closed(from: .server, code: 4000, reason: ""))
        #expect(changed.ending().by == .fault(rule: "changer"))

        let kept = Watched(isMeddledWith: true)
        kept.open()
        kept.after().fire("swallower")
        kept.send([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8], from: .client, delivered: [])
        kept.after().end(.client)
        #expect(kept.ending().words == "close-unanswered by swallower")
    }

    @Test
    func `an answer that a fault spoiled is the fault's`() {
        let session = Watched(isMeddledWith: true)
        session.ask()
        session.after().fire("refuser")
        session.answer(delivered: Array("HTTP/1.1 503 No\r\n\r\n".utf8))
        session.after().end(.client)
        #expect(session.ending().words == "handshake-refused by refuser")
    }

    @Test
    func `a fault that fired and changed nothing that matters is not blamed`() {
        let session = Watched(isMeddledWith: true)
        session.open()
        session.after().fire("harmless")
        session.send(Self.text, from: .server)
        session.after().end(.server, .reset)
        #expect(session.ending().words == "rst-between-frames by server")
    }
}
