import Faults
import Observer
import Testing

struct DataBeforeCloseTests {
    @Test func `a text leaves before a server's Close`() {
        var fault = DataBeforeClose()
        fault.payload = Payload(text: "late")
        #expect(
            fault.departures(of: ClosingPlans.close(.toClient)) == [.bytes("81046c617465" + "880503e8627965")]
        )
    }

    @Test func `a client's is masked with a drawn key`() {
        var fault = DataBeforeClose()
        fault.payload = Payload(text: "late")
        fault.kind = .binary
        #expect(
            fault.departures(of: ClosingPlans.close(.toServer)) == [
                .bytes("8284c15c0289ad3d76ec" + "888537fa213d3412434452")
            ])
    }

    @Test func `a rule about a text leaves it alone`() {
        #expect(DataBeforeClose().departures(of: ClosingPlans.text(.toClient)) == [.bytes("81026869")])
    }
}
