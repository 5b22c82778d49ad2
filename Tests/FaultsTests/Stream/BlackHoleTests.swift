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

    @Test func `it ends both connections behind a silence, if that is asked for`() {
        let fault = FaultCatalog.read("black-hole", "idle: 3s").fault as? BlackHole
        #expect(fault?.silence == Silence(limit: .seconds(3), end: PlannedEnd(.close)))
        #expect(BlackHole().silence == nil)
    }
}
