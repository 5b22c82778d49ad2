import Faults
import Observer
import Testing

struct RefuseTests {
    @Test func `nothing leaves but the end, at the request or at the response`() {
        #expect(Refuse().departures(of: HandshakePlans.atRequest) == [.end(.close, .both)])
        #expect(Refuse().answers(to: HandshakePlans.atRequest) == [])
        #expect(Refuse().departures(of: HandshakePlans.atResponse) == [.end(.close, .both)])
    }

    @Test func `it may be an RST`() {
        var fault = Refuse()
        fault.how = .reset
        #expect(fault.departures(of: HandshakePlans.atRequest) == [.end(.reset, .both)])
    }
}
