import Faults
import Observer
import Testing

struct GarbageHandshakeTests {
    @Test func `given bytes leave in place of the response`() {
        var fault = GarbageHandshake()
        fault.payload = Payload([0xDE, 0xAD])
        fault.then = .reset
        #expect(fault.departures(of: HandshakePlans.atResponse) == [.bytes("dead"), .end(.reset, .both)])
    }

    @Test func `so many bytes are drawn, the same ones for the same stream`() {
        var fault = GarbageHandshake()
        fault.size = ByteCount(4)
        // The fourth byte of each of the first four draws of this stream, from the lowest.
        #expect(
            fault.departures(of: HandshakePlans.atResponse) == [.bytes("8965fbee"), .end(.close, .both)])
        #expect(
            fault.departures(of: HandshakePlans.atRequest) == [.bytes("8965fbee"), .end(.close, .both)])
    }
}
