import Faults
import Observer
import Testing

struct TruncateHandshakeTests {
    @Test func `half of the response leaves, then a FIN on both`() {
        // 129 bytes, so 64.
        #expect(
            TruncateHandshake().departures(of: HandshakePlans.atResponse) == [
                .text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection"),
                .end(.close, .both),
            ])
    }

    @Test func `eleven bytes of the status line, then an RST to the client`() {
        var fault = TruncateHandshake()
        fault.keep = .bytes(11)
        fault.then = .reset
        fault.leg = .client
        #expect(
            fault.departures(of: HandshakePlans.atResponse) == [.text("HTTP/1.1 10"), .end(.reset, .client)])
    }

    @Test func `a request can be cut, down to nothing`() {
        var fault = TruncateHandshake()
        fault.keep = .bytes(5)
        #expect(fault.departures(of: HandshakePlans.atRequest) == [.text("GET /"), .end(.close, .both)])
        fault.keep = .bytes(0)
        #expect(fault.departures(of: HandshakePlans.atRequest) == [.end(.close, .both)])
    }

    @Test func `all of it may leave before the end`() {
        var fault = TruncateHandshake()
        fault.keep = .share(1)
        #expect(
            fault.departures(of: HandshakePlans.atResponse) == [
                .text(HandshakePlans.responseText), .end(.close, .both),
            ])
    }
}
