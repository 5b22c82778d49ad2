import Observer
import Testing

@testable import Faults

struct BandwidthTests {
    @Test func `a kilobyte a second lets ten bytes through every ten milliseconds`() {
        var harness = bandwidth(8000).staged()
        harness.offer([UInt8](0..<25))
        harness.wait(until: .ms(100))
        #expect(
            harness.events == [
                .bytes(10, Array(0..<10)), .bytes(20, Array(10..<20)), .bytes(25, Array(20..<25)),
            ])
        harness.offer([1])
        harness.wait(until: .ms(200))
        #expect(harness.events.last == .bytes(101, [1]))
    }

    @Test func `after a silence a burst goes through at once, and then the rate holds`() {
        var harness = bandwidth(8000, burst: 20).staged()
        harness.offer([UInt8](0..<30))
        harness.wait(until: .ms(100))
        #expect(harness.events == [.bytes(0, Array(0..<20)), .bytes(10, Array(20..<30))])
        // Ten bytes' worth of the burst is there again after 80 ms less what was used: all of it.
        harness.offer([UInt8](0..<20))
        harness.offer([7])
        harness.wait(until: .ms(200))
        #expect(harness.events.suffix(2) == [.bytes(100, Array(0..<20)), .bytes(101, [7])])
    }

    @Test func `a megabyte takes eight seconds at a megabit, however it is cut`() {
        for piece in [1_000_000, 65_536, 1000, 333] {
            var harness = bandwidth(1e6).staged()
            var left = 1_000_000
            while left > 0 {
                harness.offer([UInt8](repeating: 0, count: min(piece, left)), startsUnit: false)
                left -= piece
            }
            harness.mark(1)
            harness.wait(until: .ms(20_000))
            #expect(harness.events.last == .mark(8000, 1), "\(piece)")
        }
    }

    @Test func `a fast link lets large pieces through whole`() {
        var harness = bandwidth(8e9).staged()
        harness.offer([UInt8](repeating: 5, count: 1_000_000))
        #expect(harness.shaper.nextRelease == .ms(1))
    }

    @Test func `what waits when a rate begins has to be paid for, without a burst`() {
        var harness = Stall().staged()
        harness.offer([UInt8](0..<20))
        harness.wait(until: .ms(1000))
        let random = RandomStream(seed: 1, "rate")
        if let effect = bandwidth(8000, burst: 100).effect(on: .toClient, random, at: harness.now) {
            harness.add(effect, id: 2)
        }
        harness.remove(1)
        harness.wait(until: .ms(2000))
        #expect(harness.events == [.bytes(1020, Array(0..<20))])
    }

    @Test func `a rate is needed`() {
        #expect(
            FaultCatalog.read("bandwidth", "burst: 10 B").problems == [
                "\"bandwidth\" needs \"rate\": how many bits pass in a second"
            ])
        let fault = FaultCatalog.read("bandwidth", "rate: 1 MB/s, burst: 1 KiB, for: 1m").fault as? Bandwidth
        #expect(
            fault?.rate == BitRate(8e6) && fault?.burst == ByteCount(1024) && fault?.lasts == .seconds(60))
    }

    private func bandwidth(_ rate: Double, burst: Int = 0) -> Bandwidth {
        var fault = Bandwidth()
        fault.rate = BitRate(rate)
        fault.burst = ByteCount(burst)
        return fault
    }
}
