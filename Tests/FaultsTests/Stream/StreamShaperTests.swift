import Faults
import Observer
import Testing

struct StreamShaperTests {
    @Test func `a shaper without effects is idle and lets everything through at once`() {
        var harness = ShaperHarness()
        #expect(harness.shaper.isIdle)
        harness.offer([1, 2, 3])
        harness.mark(7)
        #expect(harness.events == [.bytes(0, [1, 2, 3]), .mark(0, 7)])
        #expect(harness.shaper.isIdle)
        #expect(harness.shaper.nextRelease == nil)
    }

    @Test func `a shaper is one pointer in its session`() {
        #expect(MemoryLayout<StreamShaper>.size == MemoryLayout<Int>.size)
    }

    @Test func `bytes of a span leave like those of an array`() {
        var shaper = StreamShaper()
        let bytes: [UInt8] = [4, 5]
        shaper.offer(bytes.span, startsUnit: true, at: .ms(0))
        var outputs: [ShaperOutput] = []
        shaper.release(at: .ms(0), into: &outputs)
        #expect(outputs == [.bytes([4, 5])])
    }

    @Test func `what waits longer holds up what is behind it`() {
        var harness = ShaperHarness()
        harness.add(Waits(ms: 50, 10))
        harness.offer([1])
        #expect(harness.shaper.nextRelease == .ms(50))
        harness.wait(until: .ms(20))
        harness.offer([2])
        #expect(harness.shaper.queuedBytes == 2)
        harness.wait(until: .ms(60))
        harness.offer([3])
        harness.wait(until: .ms(200))
        #expect(harness.events == [.bytes(50, [1, 2]), .bytes(110, [3])])
    }

    @Test func `effects add up in the order they began`() {
        var harness = ShaperHarness()
        harness.add(Waits(ms: 5), id: 1)
        harness.add(OneByteAMillisecond(), id: 2)
        harness.offer([1, 2, 3])
        harness.offer([4])
        harness.wait(until: .ms(100))
        #expect(harness.events == [.bytes(8, [1, 2, 3]), .bytes(9, [4])])
    }

    @Test func `a pause counts from when what follows could have left`() {
        var harness = ShaperHarness()
        harness.offer([1])
        harness.pause(.milliseconds(30))
        harness.offer([2])
        harness.pause(.milliseconds(10))
        harness.mark(9)
        #expect(!harness.shaper.isIdle)
        harness.wait(until: .ms(100))
        #expect(harness.events == [.bytes(0, [1]), .bytes(30, [2]), .mark(40, 9)])
        #expect(harness.shaper.isIdle)
    }

    @Test func `a pause behind delayed bytes begins when they have left`() {
        var harness = ShaperHarness()
        harness.add(Waits(ms: 50))
        harness.offer([1])
        harness.pause(.milliseconds(30))
        harness.offer([2])
        harness.wait(until: .ms(100))
        #expect(harness.events == [.bytes(50, [1]), .bytes(80, [2])])
    }

    @Test func `a pause under way is not begun again when an effect begins`() {
        var harness = ShaperHarness()
        harness.offer([1])
        harness.pause(.milliseconds(30))
        harness.offer([2])
        harness.wait(until: .ms(20))
        harness.add(OneByteAMillisecond())
        harness.wait(until: .ms(100))
        #expect(harness.events == [.bytes(0, [1]), .bytes(30, [2])])
    }

    @Test func `a mark waits as the bytes before it do, and as long as an effect wants by itself`() {
        var harness = ShaperHarness()
        harness.add(Waits(ms: 50))
        harness.mark(1)
        harness.wait(until: .ms(100))
        harness.offer([1])
        harness.mark(2)
        harness.wait(until: .ms(200))
        #expect(harness.events == [.mark(50, 1), .bytes(150, [1]), .mark(150, 2)])
    }

    @Test func `bytes that wait for ever leave when the effect is taken away`() {
        var harness = ShaperHarness()
        harness.add(Never())
        harness.offer([1, 2])
        harness.offer([3])
        harness.mark(4)
        #expect(harness.shaper.nextRelease == nil)
        #expect(harness.shaper.queuedBytes == 3)
        harness.wait(until: .ms(5000))
        #expect(harness.events == [])
        harness.remove()
        #expect(harness.events == [.bytes(5000, [1, 2, 3]), .mark(5000, 4)])
        #expect(harness.shaper.isIdle)
    }

    @Test func `a handover to a faster network speeds up what waits, from its arrival on`() {
        var harness = ShaperHarness()
        harness.add(Waits(ms: 400), id: 1)
        harness.offer([1])
        harness.wait(until: .ms(290))
        harness.offer([2])
        harness.wait(until: .ms(300))
        harness.add(Waits(ms: 20), id: 2)
        harness.remove(1)
        harness.wait(until: .ms(1000))
        #expect(harness.events == [.bytes(300, [1]), .bytes(310, [2])])
    }

    @Test func `what waits is paid for anew when a rate begins, from now on`() {
        var harness = ShaperHarness()
        harness.add(Never(), id: 1)
        harness.offer([1, 2, 3])
        harness.offer([4])
        harness.wait(until: .ms(100))
        harness.add(OneByteAMillisecond(), id: 2)
        harness.remove(1)
        harness.wait(until: .ms(200))
        #expect(harness.events == [.bytes(103, [1, 2, 3]), .bytes(104, [4])])
    }

    @Test func `an effect that does not reach back leaves alone what waits`() {
        var harness = ShaperHarness()
        harness.add(Waits(ms: 10), id: 1)
        harness.offer([1])
        harness.add(Never(), id: 2, reachesBack: false)
        harness.offer([2])
        harness.wait(until: .ms(100))
        #expect(harness.events == [.bytes(10, [1])])
        harness.remove(2)
        #expect(harness.events == [.bytes(10, [1]), .bytes(100, [2])])
    }

    @Test func `what was due before an effect begins is not held up by it`() {
        var shaper = StreamShaper()
        shaper.add(Waits(ms: 10), id: 1, at: .ms(0))
        shaper.offer([1], startsUnit: true, at: .ms(0))
        shaper.add(Never(), id: 2, at: .ms(10))
        var outputs: [ShaperOutput] = []
        shaper.release(at: .ms(12), into: &outputs)
        #expect(outputs == [.bytes([1])])
    }

    @Test func `a slice that is taken out counts as lost, and the next begins the unit`() {
        var harness = ShaperHarness()
        harness.add(Hole(range: 0..<2), id: 1)
        harness.add(Waits(ms: 10, 20), id: 2)
        harness.offer([1, 2, 3])
        harness.offer([4])
        harness.wait(until: .ms(100))
        #expect(harness.events == [.lost(0, 2), .bytes(10, [3]), .bytes(20, [4])])
    }

    @Test func `behind an end everything is lost, but marks come out`() {
        var harness = ShaperHarness()
        harness.add(EndsBehind(limit: 3))
        harness.offer([1, 2])
        harness.offer([3, 4, 5])
        harness.offer([6])
        harness.mark(1)
        let end = PlannedEnd(.reset, .client)
        #expect(
            harness.events == [
                .bytes(0, [1, 2]), .lost(0, 2), .bytes(0, [3]), .ends(0, end), .lost(0, 1), .mark(0, 1),
            ])
        harness.remove()
        harness.offer([7])
        #expect(harness.events.last == .lost(0, 1))
    }

    @Test func `an end waits its turn behind bytes that are delayed`() {
        var harness = ShaperHarness()
        harness.add(EndsBehind(limit: 1), id: 1)
        harness.add(Waits(ms: 25), id: 2)
        harness.offer([1])
        harness.wait(until: .ms(50))
        #expect(harness.events == [.bytes(25, [1]), .ends(25, PlannedEnd(.reset, .client))])
    }

    @Test func `offsets count from where each effect began`() {
        var harness = ShaperHarness()
        harness.offer([0, 0])
        harness.add(AddsOffset(), id: 1)
        harness.offer([0, 0])
        harness.add(AddsOffset(), id: 2)
        harness.offer([0, 0])
        harness.remove(1)
        harness.offer([0])
        #expect(harness.bytes.map(\.byte) == [0, 0, 0, 1, 2, 4, 2])
    }
}
