import Faults
import Observer
import Testing

struct DataAfterCloseTests {
    @Test(arguments: [(DataKind.text, "8104"), (.binary, "8204"), (.ping, "8904"), (.pong, "8a04")])
    func `a frame leaves behind a server's Close`(kind: DataKind, start: String) {
        var fault = DataAfterClose()
        fault.payload = Payload(text: "late")
        fault.kind = kind
        #expect(
            fault.departures(of: ClosingPlans.close(.toClient)) == [
                .bytes("880503e8627965" + start + "6c617465")
            ])
    }

    @Test func `a client's is masked with a drawn key`() {
        var fault = DataAfterClose()
        fault.payload = Payload(text: "late")
        #expect(
            fault.departures(of: ClosingPlans.close(.toServer)) == [
                .bytes("888537fa213d3412434452" + "8184c15c0289ad3d76ec")
            ])
    }

    @Test func `a rule about a text leaves it alone`() {
        #expect(DataAfterClose().departures(of: ClosingPlans.text(.toClient)) == [.bytes("81026869")])
    }
}
