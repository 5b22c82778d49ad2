import Observer
import Testing

@testable import Faults

struct SliceBytesTests {
    @Test func `pieces leave one by one, a pause apart`() {
        var slice = SliceBytes()
        slice.size = ByteCount(3)
        slice.pause = .milliseconds(2)
        var harness = slice.staged()
        harness.offer([1, 2])
        harness.offer([3, 4, 5, 6, 7], startsUnit: false)
        harness.mark(1)
        harness.wait(until: .ms(100))
        #expect(
            harness.events == [
                .bytes(0, [1, 2]), .bytes(0, [3]), .bytes(2, [4, 5, 6]), .bytes(4, [7]), .mark(4, 1),
            ])
    }

    @Test func `with variation pieces differ, within their bounds, and the same way however they come`() {
        var slice = SliceBytes()
        slice.size = ByteCount(10)
        slice.variation = ByteCount(6)
        let sizes = pieces(slice, by: 5000)
        #expect(sizes == pieces(slice, by: 1) && sizes == pieces(slice, by: 7))
        #expect(sizes.dropLast().allSatisfy { (4...16).contains($0) })
        #expect(Set(sizes).count > 8)
        #expect(sizes.reduce(0, +) == 5000)
        #expect(sizes != pieces(slice, by: 5000, seed: 8))
    }

    @Test func `a piece of one byte may not vary`() {
        #expect(FaultCatalog.read("slice", "1").fault as? SliceBytes == SliceBytes())
        #expect(
            FaultCatalog.read("slice", "size: 5, variation: 5").problems == [
                "\"slice\": \"variation\" has to be less than \"size\""
            ])
        #expect(FaultCatalog.read("slice", "0").problems == ["\"slice\": \"size\" is 1 byte at least"])
    }

    /// The sizes of the pieces that 5,000 bytes leave in, if they all come at once, so many at a time.
    private func pieces(_ slice: SliceBytes, by count: Int, seed: UInt64 = 7) -> [Int] {
        var harness = slice.staged(seed: seed)
        var left = 5000
        while left > 0 {
            harness.offer([UInt8](repeating: 0, count: min(count, left)), startsUnit: false)
            left -= count
        }
        harness.wait(until: .ms(100_000))
        var sizes: [UInt64: Int] = [:]
        for byte in harness.bytes { sizes[byte.microseconds, default: 0] += 1 }
        return sizes.sorted { $0.key < $1.key }.map(\.value)
    }
}
