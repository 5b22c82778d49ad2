import Observer
import Testing

@testable import Faults

struct CloseConnectionTests {
    @Test func `the connections are closed behind what leaves`() {
        #expect(
            CloseConnection().departures(of: ClosingPlans.text(.toClient)) == [
                .bytes("81026869"), .end(.close, .both),
            ])
        let later = FaultCatalog.read("close", "leg: client, after: 100ms").fault
        #expect(
            later?.departures(of: ClosingPlans.text(.toClient)) == [
                .bytes("81026869"), .pause(.milliseconds(100)), .end(.close, .client),
            ])
    }
}
