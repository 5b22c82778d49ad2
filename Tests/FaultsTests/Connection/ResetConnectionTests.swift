import Observer
import Testing

@testable import Faults

struct ResetConnectionTests {
    @Test func `an RST follows what leaves, on both connections`() {
        #expect(
            ResetConnection().departures(of: ClosingPlans.text(.toClient)) == [
                .bytes("81026869"), .end(.reset, .both),
            ])
    }

    @Test func `without flushing it cuts off what has not left, later if that is wanted`() {
        let fault = FaultCatalog.read("reset", "leg: server, flush: false, after: 1s").fault
        #expect(
            fault?.departures(of: ClosingPlans.text(.toServer)) == [
                .bytes("818237fa213d5f93"), .pause(.seconds(1)), .end(.abort, .server),
            ])
    }

    @Test func `behind a fault that took the message out it stands alone`() {
        var plan = ClosingPlans.text(.toClient)
        plan.removeMessage()
        #expect(ResetConnection().departures(of: plan) == [.end(.reset, .both)])
    }
}
