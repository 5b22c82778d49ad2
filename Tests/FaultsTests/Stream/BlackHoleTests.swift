import Observer
import Testing

@testable import Faults

struct BlackHoleTests {
    @Test func `every byte is lost until the time is over, and the end is swallowed`() {
        var harness = BlackHole().staged()
        harness.offer([1, 2])
        harness.wait(until: .ms(1000))
        harness.remove()
        harness.offer([3])
        #expect(harness.events == [.lost(0, 2), .bytes(1000, [3])])
        #expect(BlackHole().swallowsEnd(.toServer))
        #expect((FaultCatalog.read("black-hole", "1m").fault as? BlackHole)?.lasts == .seconds(60))
    }
}
