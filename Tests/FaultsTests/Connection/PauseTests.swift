import Observer
import Testing

@testable import Faults

struct PauseTests {
    @Test func `what follows waits`() {
        let fault = FaultCatalog.read("pause", "500ms").fault
        #expect(
            fault?.departures(of: ClosingPlans.text(.toClient)) == [
                .bytes("81026869"), .pause(.milliseconds(500)),
            ])
        #expect(FaultCatalog.read("pause").problems == ["\"pause\" needs \"time\": how long"])
    }
}
