@testable internal import Observer
internal import Testing
internal import WebSocketWire

/// What the measured cases do not show: servers, standards, and clients that are gone.
struct EndpointProfileTests {
    @Test
    func `without a request for a WebSocket there is nothing to report`() {
        var life = Life(.client)
        life.experience.asking = nil
        #expect(EndpointProfile.chromium.verdict(of: life.experience) == nil)
    }

    @Test
    func `nothing decided yet is pending`() {
        #expect(
            EndpointProfile.rfc6455.verdict(of: Life(.client).experience)
                == Verdict(.rfc6455, .pending, opened: true, error: false))
    }

    @Test(arguments: EndpointProfile.Name.allCases)
    func `a closing handshake and then a FIN is clean everywhere`(_ name: EndpointProfile.Name) {
        var life = Life(.client)
        life.gets(close: [0x03, 0xE8, 0x62, 0x79, 0x65])
        life.sends(close: [0x03, 0xE8])
        life.isTold(.finished)
        #expect(
            life.verdict(name) == Verdict(name, .closed(1000, "bye", clean: true), opened: true, error: false)
        )
    }

    @Test
    func `a server reports what its client sent`() {
        var life = Life(.server)
        life.gets(close: [0x0F, 0xA0])
        life.sends(close: [0x0F, 0xA0])
        life.ends(.finished)
        #expect(
            life.verdict(.rfc6455)
                == Verdict(.rfc6455, .closed(4000, "", clean: true), opened: true, error: false))
    }

    @Test
    func `a server whose client vanishes reports 1006 and no error`() {
        for how in [LegEnd.finished, .reset, .failed("no route to host")] {
            var life = Life(.server)
            life.isTold(how)
            #expect(
                life.verdict(.rfc6455)
                    == Verdict(.rfc6455, .closed(1006, "", clean: false), opened: true, error: false))
        }
    }

    @Test
    func `a server fails the connection over a client's frame without a mask`() {
        var life = Life(.server)
        life.gets(flaw: .header(.unmaskedClientFrame), FrameHeader(opcode: .text, payloadLength: 1))
        #expect(
            life.verdict(.rfc6455)
                == Verdict(.rfc6455, .closed(1006, "", clean: false), opened: true, error: true))
    }

    @Test
    func `a server that gave no WebSocket has none to report of`() {
        var life = Life(.server)
        life.experience.answer.status = 404
        #expect(life.verdict(.rfc6455) == nil)
    }

    @Test
    func `an RST right behind a Close is clean by the standard if the Close was answered`() {
        for isAnswered in [true, false] {
            var life = Life(.client)
            life.gets(close: [0x03, 0xE8])
            if isAnswered { life.sends(close: [0x03, 0xE8]) }
            life.isTold(.reset)
            #expect(
                life.verdict(.rfc6455)
                    == Verdict(.rfc6455, .closed(1000, "", clean: isAnswered), opened: true, error: false))
        }
    }

    @Test
    func `who sends a Close that no script may send has failed the connection, whatever was seen`() {
        for name in [EndpointProfile.Name.chromium, .node] {
            var life = Life(.client)
            life.sends(close: [0x03, 0xEA])
            life.ends(.finished)
            #expect(
                life.verdict(name)
                    == Verdict(name, .closed(1006, "", clean: false), opened: true, error: true))
        }
    }

    @Test
    func `a browser that leaves the page reports to nobody`() {
        var life = Life(.client)
        life.sends(close: [0x03, 0xE9])
        life.ends(.finished)
        #expect(life.verdict(.chromium) == Verdict(.chromium, .pending, opened: true, error: false))
        #expect(life.verdict(.firefox) == Verdict(.firefox, .pending, opened: true, error: false))
    }

    @Test
    func `a bare FIN is how Firefox and node fail, and how nobody else does`() {
        var life = Life(.client)
        life.ends(.finished)
        for name in [EndpointProfile.Name.firefox, .node] {
            #expect(
                life.verdict(name)
                    == Verdict(name, .closed(1006, "", clean: false), opened: true, error: true))
        }
        for name in [EndpointProfile.Name.chromium, .pythonWebSockets] {
            #expect(life.verdict(name) == Verdict(name, .pending, opened: true, error: false))
        }
        #expect(
            life.verdict(.rfc6455)
                == Verdict(.rfc6455, .closed(1006, "", clean: false), opened: true, error: false))
    }

    @Test
    func `a limit counts to the moment, whether or not the endpoint is seen to end`() {
        var life = Life(.client)
        life.sends(close: [0x03, 0xE8])
        life.waits(.milliseconds(19_900))
        #expect(life.verdict(.firefox)?.outcome == .pending)
        life.waits(.milliseconds(200))
        #expect(
            life.verdict(.firefox)
                == Verdict(.firefox, .closed(1006, "", clean: false), opened: true, error: true))
        life.waits(.seconds(39))
        #expect(life.verdict(.chromium)?.outcome == .pending)
        life.waits(.seconds(1))
        #expect(
            life.verdict(.chromium)
                == Verdict(.chromium, .closed(1006, "", clean: false), opened: true, error: false))
        #expect(life.verdict(.node)?.outcome == .pending)
    }

    @Test
    func `a limit that applications set is believed in only when it is seen`() {
        var life = Life(.client)
        life.experience.answer = Answer()
        life.waits(.seconds(9))
        #expect(life.verdict(.pythonWebSockets)?.outcome == .pending)
        life.waits(.milliseconds(1100))
        #expect(life.verdict(.pythonWebSockets)?.outcome == .pending)
        life.ends(.finished)
        #expect(
            life.verdict(.pythonWebSockets)
                == Verdict(.pythonWebSockets, .closed(1006, "", clean: false), opened: false, error: true))
    }

    @Test
    func `a connection that is gone without an end counts as broken`() {
        var life = Life(.client)
        life.experience.gone = life.mark()
        #expect(
            life.verdict(.firefox)
                == Verdict(.firefox, .closed(1006, "", clean: false), opened: true, error: true))
        #expect(
            life.verdict(.chromium)
                == Verdict(.chromium, .closed(1006, "", clean: false), opened: true, error: false))
    }

    @Test
    func `marks that are all the same are told apart by their frames`() {
        var life = Life(.client)
        let late = life.mark()
        let rsv = FrameHeader(opcode: .text, reservedBits: 2, payloadLength: 1)
        life.experience.incoming.frames = 2
        life.experience.incoming.closes = [
            CloseFrame(
                payload: [0x03, 0xE8], header: FrameHeader(opcode: .close, payloadLength: 2), frame: 1,
                offset: 0,
                mark: late)
        ]
        life.experience.incoming.flaws = [
            Flaw(.header(.reservedBits), frame: 2, offset: 4, header: rsv, seen: late, whole: late)
        ]
        life.isTold(.finished)
        #expect(life.verdict(.rfc6455)?.event?.code == 1000)
        life.experience.incoming.flaws = [
            Flaw(.header(.reservedBits), frame: 1, offset: 0, header: rsv, seen: late, whole: late)
        ]
        #expect(life.verdict(.rfc6455)?.event?.code == 1006)
    }
}

/// A life as a test tells it: each thing a millisecond after the one before, in an open connection.
private struct Life {
    var experience: Experience
    private var order: UInt32 = 0

    init(_ leg: Leg) {
        experience = Experience(leg, now: Moment(microseconds: 0))
        experience.asking = Asking(head: Heads.websocketClient, mark: mark())
        experience.answer.status = 101
        experience.answer.began = mark()
        experience.answer.complete = mark()
        waits(.milliseconds(100))
    }

    mutating func mark() -> Mark {
        order += 1
        waits(.milliseconds(1))
        return Mark(at: experience.now, step: order, order: order)
    }

    mutating func waits(_ duration: Duration) { experience.now = experience.now + duration }

    mutating func gets(close payload: [UInt8]) { Self.add(payload, mark(), to: &experience.incoming) }

    mutating func sends(close payload: [UInt8]) { Self.add(payload, mark(), to: &experience.outgoing) }

    mutating func gets(flaw kind: Flaw.Kind, _ header: FrameHeader) {
        experience.incoming.frames += 1
        let (seen, whole) = (mark(), mark())
        experience.incoming.flaws.append(
            Flaw(kind, frame: experience.incoming.frames, offset: 0, header: header, seen: seen, whole: whole)
        )
    }

    mutating func isTold(_ how: LegEnd) { experience.told = Experience.End(how, mark: mark()) }

    mutating func ends(_ how: LegEnd) { experience.ended = Experience.End(how, mark: mark()) }

    func verdict(_ name: EndpointProfile.Name) -> Verdict? {
        EndpointProfile.named(name).verdict(of: experience)
    }

    private static func add(_ payload: [UInt8], _ mark: Mark, to log: inout StreamLog) {
        log.frames += 1
        log.closes.append(
            CloseFrame(
                payload: payload, header: FrameHeader(opcode: .close, payloadLength: UInt64(payload.count)),
                frame: log.frames, offset: 0, mark: mark))
    }
}

extension Verdict.Outcome {
    fileprivate static func closed(_ code: UInt16, _ reason: String, clean: Bool) -> Verdict.Outcome {
        .event(CloseEvent(type: "close", code: code, reason: reason, wasClean: clean))
    }
}
