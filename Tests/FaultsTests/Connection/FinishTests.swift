import Observer
import Testing

@testable import Faults

struct FinishTests {
    @Test func `a FIN follows what leaves, on both connections`() {
        #expect(
            Finish().departures(of: ClosingPlans.text(.toClient)) == [
                .bytes("81026869"), .end(.finish, .both),
            ])
    }

    @Test func `a bare value says whose, and it may come later`() {
        #expect((FaultCatalog.read("fin", "client").fault as? Finish)?.leg == .client)
        let later = FaultCatalog.read("fin", "leg: server, after: 2s").fault
        #expect(
            later?.departures(of: ClosingPlans.text(.toClient)) == [
                .bytes("81026869"), .pause(.seconds(2)), .end(.finish, .server),
            ])
    }
}
