import Faults
import Observer
import Testing

struct RewriteCloseTests {
    private func fault(_ code: UInt16?, _ reason: String?) -> RewriteClose {
        var fault = RewriteClose()
        fault.code = code.map { CodeValue($0) }
        fault.reason = reason
        return fault
    }

    @Test func `another code keeps the reason`() {
        #expect(
            fault(1013, nil).departures(of: ClosingPlans.close(.toClient)) == [.bytes("880503f5627965")])
    }

    @Test func `a client's key stays`() {
        #expect(
            fault(1013, nil).departures(of: ClosingPlans.close(.toServer)) == [
                .bytes("888537fa213d340f434452")
            ])
    }

    @Test func `another reason keeps the code, and the length fits`() {
        #expect(
            fault(nil, "ok").departures(of: ClosingPlans.close(.toServer)) == [.bytes("888437fa213d34124e56")]
        )
        #expect(fault(nil, "").departures(of: ClosingPlans.close(.toClient)) == [.bytes("880203e8")])
    }

    @Test func `a reason gives an empty Close 1000, and half a code is not kept`() {
        let expected = [Departure.bytes("880403e86f6b")]
        #expect(fault(nil, "ok").departures(of: ClosingPlans.close(.toClient, [])) == expected)
        #expect(fault(nil, "ok").departures(of: ClosingPlans.close(.toClient, [0x10])) == expected)
    }

    @Test func `a reason of 124 bytes takes a longer header`() {
        let reason = String(repeating: "a", count: 124)
        #expect(
            fault(1000, reason).departures(of: ClosingPlans.close(.toClient)) == [
                .bytes("887e007e03e8" + String(repeating: "61", count: 124))
            ])
    }

    @Test func `neither code nor reason is refused, and would change nothing`() {
        #expect(fault(nil, nil).conflict == "give a \"code\", a \"reason\" or both")
        #expect(fault(1000, nil).conflict == nil)
        #expect(fault(nil, nil).departures(of: ClosingPlans.close(.toClient, [])) == [.bytes("8800")])
    }

    @Test func `a code that does not fit in two bytes is refused`() throws {
        let kind = try #require(FaultCatalog.kind(named: "rewrite-close"))
        var problems: [ValueProblem] = []
        #expect(kind.fault(from: Value("65536"), at: Place(line: 1, column: 1), &problems) == nil)
        #expect(problems.map(\.message) == ["expected a close code from 0 to 65535, found \"65536\""])
    }
}
