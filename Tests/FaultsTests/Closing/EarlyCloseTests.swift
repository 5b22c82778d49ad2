import Faults
import Observer
import Testing

struct EarlyCloseTests {
    @Test func `a server's Close leaves before its text`() {
        #expect(
            EarlyClose().departures(of: ClosingPlans.text(.toClient)) == [.bytes("880203e9" + "81026869")])
    }

    @Test func `a client's Close is masked with a drawn key`() {
        var fault = EarlyClose()
        fault.reason = "going"
        #expect(
            fault.departures(of: ClosingPlans.text(.toServer)) == [
                .bytes("8887c15c0289c2b565e6a83265" + "818237fa213d5f93")
            ])
    }

    @Test func `a code that may not be sent is sent`() {
        var fault = EarlyClose()
        fault.code = CodeValue(65_535)
        #expect(fault.departures(of: Plan(.toClient)) == [.bytes("8802ffff")])
    }

    @Test func `it may go back to the sender, masked as its answer would be`() {
        var fault = EarlyClose()
        fault.to = .sender
        #expect(fault.departures(of: ClosingPlans.text(.toServer)) == [.bytes("818237fa213d5f93")])
        #expect(fault.answers(to: ClosingPlans.text(.toServer)) == [.bytes("880203e9")])
        fault.code = CodeValue(1000)
        #expect(fault.answers(to: ClosingPlans.text(.toClient)) == [.bytes("8882c15c0289c2b4")])
    }
}
