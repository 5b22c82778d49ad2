import Faults
import Observer
import Testing

struct TCPCloseFirstTests {
    @Test func `the FIN follows the Close at once`() {
        #expect(
            TCPCloseFirst().departures(of: ClosingPlans.close(.toClient)) == [
                .bytes("880503e8627965"), .end(.finish, .both),
            ])
    }

    @Test func `an RST may come in place of the Close, on one side`() {
        var fault = TCPCloseFirst()
        fault.how = .reset
        fault.pass = false
        fault.leg = .server
        #expect(fault.departures(of: ClosingPlans.close(.toServer)) == [.end(.reset, .server)])
    }

    @Test func `a text leaves first, whole`() {
        #expect(
            TCPCloseFirst().departures(of: ClosingPlans.text(.toClient)) == [
                .bytes("81026869"), .end(.finish, .both),
            ])
    }
}
