import Faults
import WebSocketWire

@testable import Closecall
@testable import Observer
@testable import Reactor
@testable import Relay

/// A session in which everything happened that can stand in a journal, made by hand.
enum SampleEnding {
    static let start = Moment(microseconds: 10_000_000)

    static func mark(_ order: UInt32, after milliseconds: UInt64) -> Mark {
        Mark(at: Moment(microseconds: 10_000_000 + milliseconds * 1000), step: order, order: order)
    }

    /// The client says hello and closes with a secret; a rule changes the Close; the server resets in a payload.
    static var ending: Ending {
        var client = Experience(.client, now: mark(9, after: 900).at)
        var server = Experience(.server, now: mark(9, after: 900).at)
        client.asking = Asking(
            head: RequestHead(target: "/chat?token=secret", headers: HTTPHeaders([])), mark: mark(0, after: 1)
        )
        let key = MaskingKey(bits: 7)
        let hello = FrameGlimpse(
            number: 1, offset: 0,
            header: FrameHeader(opcode: .text, maskingKey: key, payloadLength: 6),
            firstBytes: Array("secret".utf8), came: 6, mark: mark(1, after: 100))
        client.outgoing.recent = [hello]
        server.incoming.recent = [hello]
        client.outgoing.closes = [close("secret", code: 4000, mark: mark(2, after: 200))]
        server.incoming.closes = [close("other secret", code: 1000, mark: mark(3, after: 200))]
        server.outgoing.place = .inPayload(FrameHeader(opcode: .binary, payloadLength: 9), missing: 5)
        server.outgoing.flaws = [
            Flaw(
                .header(.reservedBits), frame: 1, offset: 0,
                header: FrameHeader(opcode: .binary, reservedBits: 2, payloadLength: 9),
                seen: mark(4, after: 250))
        ]
        client.outgoing.place = .inHeader(read: 1)
        server.told = .init(.finished, mark: mark(5, after: 300))
        server.ended = .init(.reset, mark: mark(6, after: 700))
        server.gone = mark(6, after: 700)
        client.told = .init(.reset, mark: mark(7, after: 700))
        client.gone = mark(8, after: 800)
        let event = CloseEvent(type: "close", code: 4000, reason: "secret", wasClean: true)
        return Ending(
            client: Verdict(.chromium, .event(event), opened: true, error: false),
            server: Verdict(.rfc6455, .errorOnly, opened: true, error: true),
            cause: .closed(from: .client, code: 4000, reason: "secret"), by: .fault(rule: "other close"),
            clientSide: client, serverSide: server,
            firings: [.init(firing, at: mark(3, after: 200).at)], start: start)
    }

    static let firing = RuleFiring(
        index: 0, rule: "other close", identity: "rewrite", faults: ["rewrite-close"], direction: .toServer,
        occasion: .frame(2), dice: 0xABCD)

    private static func close(_ reason: String, code: UInt16, mark: Mark) -> CloseFrame {
        let payload = [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)] + Array(reason.utf8)
        let header = FrameHeader(
            opcode: .close, maskingKey: MaskingKey(bits: 9), payloadLength: UInt64(payload.count))
        return CloseFrame(payload: payload, header: header, frame: 2, offset: 12, mark: mark)
    }

    static var report: SessionReport {
        var record = SessionRecord(start: start)
        let at = start
        record.note(.identified(key: "/chat?token=secret", ordinal: 3), at: at)
        record.note(
            .request(RequestHead(target: "/chat?token=secret", headers: HTTPHeaders([]))), at: at)
        record.note(.upgraded(subprotocol: "chat", deflate: nil), at: at)
        record.note(.ended(.server, .reset), at: mark(6, after: 700).at)
        record.note(.ended(.client, .failed("no route to host")), at: mark(7, after: 710).at)
        record.note(.lost(.toClient, bytes: 4), at: at)
        var lane = Lane()
        lane.bytes = 500
        return SessionReport(
            number: 17, client: .ipv4(0x7F00_0001, port: 50_000), server: .ipv4(0x7F00_0001, port: 80),
            record: record, toServer: lane, toClient: Lane(), age: .milliseconds(800), waitingForClient: 0,
            waitingForServer: 0, ending: ending)
    }

    /// Every kind of entry.
    static var entries: [JournalEntry] {
        let at = mark(9, after: 900).at
        let glimpse = FrameGlimpse(
            number: 3, offset: 99,
            header: FrameHeader(
                opcode: Opcode(rawValue: 0xB), isFinal: false, reservedBits: 4, payloadLength: .max),
            firstBytes: Array("secret".utf8), came: 6, mark: mark(9, after: 900))
        return [
            .opened(session: 17, client: .ipv4(0x7F00_0001, port: 50_000), at: start),
            .frame(session: 17, .toClient, .passed, glimpse, age: .milliseconds(900), at: at),
            .fired(
                session: 17, key: "/chat?token=secret", ordinal: 3, firing, age: .milliseconds(200), at: at),
            .ended(report, at: at), .scenario(nil, at: at),
            .armed(Armament("lag", [Latency(), ResetConnection()], toxicity: 0.25), at: at),
            .disarmed("lag", at: at),
        ]
    }
}

extension JournalScribe {
    /// One whose clock showed 2026-11-21T09:30:00Z when the sample's session began.
    static func sample(redacts: Bool = false) -> JournalScribe {
        JournalScribe(
            .init(isRedacted: redacts) { ending in
                if case .closed(_, _, let reason) = ending.cause {
                    "It closed with “\(reason)”."
                } else {
                    "?"
                }
            },
            clock: WallClock(
                microseconds: 1_795_253_400_000_000, at: MonotonicTime(microseconds: 10_000_000)))
    }
}
