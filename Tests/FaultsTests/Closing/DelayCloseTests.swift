import Faults
import Observer
import Testing
import WebSocketWire

struct DelayCloseTests {
    @Test func `a Close waits`() {
        var fault = DelayClose()
        fault.by = .milliseconds(250)
        #expect(
            fault.departures(of: ClosingPlans.close(.toClient)) == [
                .pause(.milliseconds(250)), .bytes("880503e8627965"),
            ])
    }

    @Test func `what came before it does not wait`() {
        var plan = ClosingPlans.close(.toClient)
        plan.items.insert(
            .frame(ClosingPlans.frame(.toClient, .text, Array("hi".utf8), isSubject: false)), at: 0)
        #expect(
            DelayClose().departures(of: plan) == [
                .bytes("81026869"), .pause(.seconds(1)), .bytes("880503e8627965"),
            ])
    }

    @Test func `a rule about a text leaves it alone`() {
        #expect(DelayClose().departures(of: ClosingPlans.text(.toClient)) == [.bytes("81026869")])
    }
}
