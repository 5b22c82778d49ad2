import Observer
import Testing

@testable import Faults

struct LimitTests {
    @Test(arguments: [
        (Limit.Sequel.fin, PlannedEnd.Manner.finish), (.reset, .reset), (.close, .close),
    ])
    func `the end comes right behind the last byte that fits`(
        _ then: Limit.Sequel, _ manner: PlannedEnd.Manner
    ) {
        var harness = limit(5, then, .client).staged()
        harness.offer([1, 2, 3])
        harness.offer([4, 5, 6, 7])
        harness.offer([8])
        #expect(
            harness.events == [
                .bytes(0, [1, 2, 3]), .lost(0, 2), .bytes(0, [4, 5]), .ends(0, PlannedEnd(manner, .client)),
                .lost(0, 1),
            ])
    }

    @Test func `bytes that just fit end it as well, and none at all end with the first that comes`() {
        var exact = limit(2, .reset).staged()
        exact.offer([1, 2])
        #expect(exact.events == [.bytes(0, [1, 2]), .ends(0, PlannedEnd(.reset))])
        var none = limit(0, .reset).staged()
        #expect(none.events == [])
        none.offer([1, 2])
        #expect(none.events == [.lost(0, 2), .ends(0, PlannedEnd(.reset))])
    }

    @Test func `stalling, the rest waits for ever, and an end with it`() {
        var harness = limit(2, .stall).staged()
        harness.mark(1)
        harness.offer([1, 2, 3])
        harness.mark(2)
        harness.wait(until: .ms(100_000))
        #expect(harness.events == [.mark(0, 1), .bytes(0, [1, 2])])
        #expect(harness.shaper.queuedBytes == 1)
    }

    @Test func `swallowing, the rest is lost, and ends pass`() {
        var harness = limit(2, .nothing).staged()
        harness.offer([1, 2, 3])
        harness.offer([4])
        harness.mark(2)
        #expect(harness.events == [.lost(0, 1), .bytes(0, [1, 2]), .lost(0, 1), .mark(0, 2)])
    }

    @Test func `a bare value says how many`() {
        let fault = FaultCatalog.read("limit", "1 KiB").fault as? Limit
        #expect(fault?.bytes == ByteCount(1024) && fault?.then == .close && fault?.leg == .both)
        #expect(FaultCatalog.read("limit").problems == ["\"limit\" needs \"bytes\": how many bytes pass"])
    }

    private func limit(_ bytes: Int, _ then: Limit.Sequel, _ leg: LegChoice = .both) -> Limit {
        var fault = Limit()
        fault.bytes = ByteCount(bytes)
        fault.then = then
        fault.leg = leg
        return fault
    }
}
