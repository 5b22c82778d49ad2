import Observer
import Testing

@testable import Faults

struct StallTests {
    @Test func `nothing leaves, no end either, and all of it when the time is over`() {
        var harness = Stall().staged()
        harness.offer([1])
        harness.wait(until: .ms(60_000))
        harness.offer([2])
        harness.mark(3)
        #expect(harness.events == [])
        #expect(harness.shaper.nextRelease == nil)
        harness.wait(until: .ms(90_000))
        harness.remove()
        #expect(harness.events == [.bytes(90_000, [1, 2]), .mark(90_000, 3)])
    }

    @Test func `a bare word is for ever, a bare value says how long`() {
        #expect(FaultCatalog.read("stall").fault as? Stall == Stall())
        #expect((FaultCatalog.read("stall", "5s").fault as? Stall)?.lasts == .seconds(5))
    }

    @Test func `it begins behind what the plan has so far`() {
        var plan = Plan(.toClient, [.bytes([1])])
        var random = RandomStream(seed: 1, "stall")
        Stall().apply(to: &plan, &random)
        guard case .begin(let fault, _) = plan.items.last else {
            Issue.record("nothing begins")
            return
        }
        #expect(plan.items.count == 2 && fault as? Stall == Stall())
    }
}
