import Observer
import Testing
import WebSocketWire

@testable import ClosecallCLI

@Suite struct SessionEndingTests {
    private func ending(_ evidence: [Evidence], _ kind: SessionKind = .websocket) -> SessionEnding {
        var record = SessionRecord(start: Moment(microseconds: 0))
        for piece in evidence { record.note(piece, at: record.start) }
        return SessionEnding(record: record, kind: kind)
    }

    private func close(_ direction: Direction, _ code: UInt16?, _ reason: String = "") -> Evidence {
        .closeFrame(
            direction, payload: ClosePayload.bytes(code: code, reasonBytes: Array(reason.utf8)), offset: 0)
    }

    private func expect(
        _ ending: SessionEnding, _ words: String, _ severity: SessionEnding.Severity,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(ending.words == words, sourceLocation: sourceLocation)
        #expect(ending.severity == severity, sourceLocation: sourceLocation)
    }

    @Test func `a close and its answer`() {
        expect(
            ending([
                close(.toServer, 4000, "bye"), close(.toClient, 4000), .ended(.server, .finished),
                .ended(.client, .finished),
            ]),
            "close 4000 \"bye\" from client, answered; FIN from server, then client", .good)
        expect(
            ending([close(.toClient, 1001), close(.toServer, 1000, "ok"), .ended(.client, .truncated)]),
            "close 1001 from server, answered with 1000 \"ok\"; FIN without close_notify from client", .good)
        expect(
            ending([close(.toServer, nil), close(.toClient, nil)]),
            "close without a code from client, answered",
            .good)
    }

    @Test func `what is missing`() {
        expect(
            ending([close(.toServer, 1000), .ended(.client, .finished), .ended(.server, .reset)]),
            "close 1000 from client, not answered; FIN from client, then RST from server", .bad)
        expect(ending([.ended(.client, .finished)]), "no close; FIN from client", .doubtful)
        expect(ending([.shutDown]), "the proxy stopped; no close", .doubtful)
        expect(ending([.timedOut(.idle)]), "silent for too long; no close", .bad)
        expect(
            ending([.ended(.server, .failed("read: no route to host")), .lost(.toServer, bytes: 12)]),
            "no close; failure (read: no route to host) from server; 12 B to server lost", .bad)
    }

    @Test func `what breaks the rules is shown as it stands, on one line`() {
        expect(
            ending([
                .closeFrame(.toServer, payload: [0x03], offset: 0), close(.toClient, 1002, "a\nb\u{1B}[2J"),
            ]),
            "close with one byte 0x03 from client, answered with 1002 \"a\\nb\\u{1B}[2J\"", .good)
    }

    @Test func `without a WebSocket nobody misses a close`() {
        expect(ending([], .empty), "", .doubtful)
        expect(ending([.opaque("no HTTP"), .ended(.client, .finished)], .raw), "FIN from client", .good)
        expect(
            ending(
                [.unreachable("refused"), .answered(status: 502), .ended(.client, .finished)], .unreachable),
            "refused", .bad)
        expect(
            ending([.timedOut(.handshake), .answered(status: 408)], .answered), "the handshake took too long",
            .bad)
    }
}
