import Faults
import Observer
import Testing

struct SwallowCloseTests {
    @Test(arguments: [Direction.toServer, .toClient])
    func `a Close is taken out and nobody answers`(direction: Direction) {
        let fault = SwallowClose()
        #expect(fault.departures(of: ClosingPlans.close(direction)) == [])
        #expect(fault.answers(to: ClosingPlans.close(direction)) == [])
    }

    @Test func `a client can get its code back, unmasked, as from the server`() {
        var fault = SwallowClose()
        fault.answer = true
        #expect(fault.departures(of: ClosingPlans.close(.toServer)) == [])
        #expect(fault.answers(to: ClosingPlans.close(.toServer)) == [.bytes("880503e8627965")])
    }

    @Test func `a server can get its code back, masked, as from the client`() {
        var fault = SwallowClose()
        fault.answer = true
        #expect(fault.answers(to: ClosingPlans.close(.toClient)) == [.bytes("8885c15c0289c2b460f0a4")])
    }

    @Test func `a rule about a text leaves it alone`() {
        #expect(SwallowClose().departures(of: ClosingPlans.text(.toClient)) == [.bytes("81026869")])
    }
}
