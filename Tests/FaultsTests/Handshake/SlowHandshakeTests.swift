import Faults
import Observer
import Testing

struct SlowHandshakeTests {
    @Test func `the response leaves in pieces with pauses between them`() {
        var fault = SlowHandshake()
        fault.every = .milliseconds(20)
        fault.chunk = ByteCount(80)
        let pause = Departure.pause(.milliseconds(20))
        let text = HandshakePlans.responseText
        #expect(text.utf8.count == 129)
        #expect(
            fault.departures(of: HandshakePlans.atResponse) == [
                .text(String(decoding: text.utf8.prefix(80), as: UTF8.self)), pause,
                .text(String(decoding: text.utf8.dropFirst(80), as: UTF8.self)),
            ])
    }

    @Test func `byte by byte the request is whole in the end`() {
        var fault = SlowHandshake()
        fault.chunk = ByteCount(1)
        let departures = fault.departures(of: HandshakePlans.atRequest)
        let count = HandshakePlans.requestText.utf8.count
        #expect(departures.count == 2 * count - 1)
        #expect(departures.compactMap(\.text).joined() == HandshakePlans.requestText)
        #expect(departures.count { $0 == .pause(.milliseconds(100)) } == count - 1)
    }

    @Test func `a piece longer than the head is the head`() {
        var fault = SlowHandshake()
        fault.chunk = ByteCount(1 << 20)
        #expect(fault.text(of: HandshakePlans.atResponse) == HandshakePlans.responseText)
    }
}
