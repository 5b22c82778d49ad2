internal import Testing

@testable internal import Closecall

@Suite struct LengthHistogramTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `percentiles are within 1 percent of the exact ones`(seed: UInt64) {
        var state = seed
        var histogram = LengthHistogram()
        var exact: [Int64] = []
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // From a microsecond to an hour, as many of each power of two.
            let microseconds = Int64((state >> 33) % (1 << (1 + (state >> 28) % 31)))
            exact.append(microseconds)
            histogram.add(.microseconds(microseconds))
        }
        exact.sort()
        for percent in [0, 1, 25, 50, 90, 99, 99.9] {
            let rank = max(1, Int((percent * 20_000 / 100).rounded(.up)))
            let expected = Duration.microseconds(exact[rank - 1])
            let found = histogram.percentile(percent) ?? .zero
            let difference = max(found - expected, expected - found)
            #expect(
                difference * 100 <= max(expected, .zero),
                "seed \(seed), p\(percent): \(found), not \(expected)")
        }
        #expect(histogram.percentile(100) == .microseconds(exact[19_999]))
        #expect(histogram.count == 20_000)
    }

    @Test func `nothing has no percentiles, and any length can be added`() {
        var histogram = LengthHistogram()
        #expect(histogram.percentile(50) == nil)
        histogram.add(.seconds(-5))
        #expect(histogram.percentile(50) == .zero)
        histogram.add(.seconds(Int64.max / 4))
        #expect(histogram.percentile(100) == .seconds(Int64.max / 4))
        #expect(histogram.percentile(200) == .seconds(Int64.max / 4))
    }

    @Test func `sums are what adding all to one would have been`() {
        var left = LengthHistogram()
        var right = LengthHistogram()
        var both = LengthHistogram()
        for milliseconds in [1, 5, 9, 2000, 77, 1] {
            left.add(.milliseconds(milliseconds))
            both.add(.milliseconds(milliseconds))
        }
        right.add(.seconds(3000))
        both.add(.seconds(3000))
        #expect(left + right == both)
        #expect(right + left == both)
    }
}
