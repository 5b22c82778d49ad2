import Faults
import Observer
import Testing

struct StallHandshakeTests {
    @Test func `the request waits, and leaves whole`() {
        var fault = StallHandshake()
        fault.time = .milliseconds(500)
        #expect(
            fault.departures(of: HandshakePlans.atRequest) == [
                .pause(.milliseconds(500)), .text(HandshakePlans.requestText),
            ])
        #expect(
            fault.departures(of: HandshakePlans.atResponse) == [
                .pause(.milliseconds(500)), .text(HandshakePlans.responseText),
            ])
    }

    @Test func `without a time it waits to the end of time`() throws {
        let departures = StallHandshake().departures(of: HandshakePlans.atRequest)
        guard case .pause(let time)? = departures.first else {
            Issue.record("no pause")
            return
        }
        #expect(Moment(microseconds: 1) + time == .never)
    }
}
