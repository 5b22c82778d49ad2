import Testing

@testable import Faults

struct DelayTests {
    @Test func `a pause stands before the message`() throws {
        let sent = try toClient("8901 70 8102 6869", "delay", ["by": "250ms"])
        #expect(sent == ["890170", "pause 0.25 seconds", "81026869"])
        let masked = "818537fa213d7f9f4d5158"
        #expect(try toServer(masked, "delay", ["by": "2s"]) == ["pause 2.0 seconds", masked])
    }

    @Test func `it has to be said how long`() {
        var problems: [ValueProblem] = []
        let place = Place(line: 3, column: 5)
        #expect(FaultCatalog.kind(named: "delay")?.fault(from: nil, at: place, &problems) == nil)
        #expect(problems.map(\.description) == ["3:5: \"delay\" needs \"by\": how long"])
    }
}
