import Faults
import Observer
import Testing

struct DoubleCloseTests {
    @Test func `a server's Close comes twice`() {
        #expect(
            DoubleClose().departures(of: ClosingPlans.close(.toClient)) == [
                .bytes("880503e8627965" + "880503e8627965")
            ])
    }

    @Test func `a client's second Close has a key of its own`() {
        #expect(
            DoubleClose().departures(of: ClosingPlans.close(.toServer)) == [
                .bytes("888537fa213d3412434452" + "8885c15c0289c2b460f0a4")
            ])
    }

    @Test func `the second may say something else`() {
        var fault = DoubleClose()
        fault.code = CodeValue(4000)
        fault.reason = "no"
        #expect(
            fault.departures(of: ClosingPlans.close(.toClient)) == [
                .bytes("880503e8627965" + "88040fa06e6f")
            ])
    }

    @Test func `an empty Close comes twice as it is`() {
        #expect(DoubleClose().departures(of: ClosingPlans.close(.toClient, [])) == [.bytes("88008800")])
    }

    @Test func `two of them leave before a text`() {
        #expect(
            DoubleClose().departures(of: ClosingPlans.text(.toServer)) == [
                .bytes("8882c15c0289c2b4" + "888267ec8e656404" + "818237fa213d5f93")
            ])
    }
}
