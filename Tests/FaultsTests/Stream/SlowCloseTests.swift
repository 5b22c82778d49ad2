import Observer
import Testing

@testable import Faults

struct SlowCloseTests {
    @Test func `bytes pass at once, the end later`() {
        var fault = SlowClose()
        fault.by = .seconds(3)
        var harness = fault.staged()
        harness.offer([1])
        harness.wait(until: .ms(10))
        harness.mark(7)
        harness.wait(until: .ms(5000))
        #expect(harness.events == [.bytes(0, [1]), .mark(3010, 7)])
    }

    @Test func `a mark that is no end is not late`() {
        var harness = SlowClose().staged()
        harness.shaper.mark(1, at: harness.now, isEnd: false)
        harness.wait(until: .ms(1))
        #expect(harness.events == [.mark(0, 1)])
        #expect(!SlowClose().swallowsEnd(.toClient))
    }

    @Test func `how late has to be said`() {
        #expect(FaultCatalog.read("slow-close").problems == ["\"slow-close\" needs \"by\": how much later"])
    }
}
