/// Lengths of time, counted in buckets of which each is at most 1.6 % wide: percentiles of any number of sessions in
/// a few kilobytes.
///
/// Below 128 µs every microsecond has its own bucket, above it each power of two has 64.
public struct LengthHistogram: Hashable, Sendable {
    /// How many were added.
    public private(set) var count: UInt64 = 0
    /// The longest, exactly.
    public private(set) var longest = Duration.zero
    /// The sum of all.
    public private(set) var total = Duration.zero
    private var buckets: [UInt64] = []

    /// Nothing yet.
    public init() {}

    /// Counts a length; what is below zero counts as zero.
    public mutating func add(_ length: Duration) {
        let length = max(length, .zero)
        let bucket = Self.bucket(of: length.wholeMicroseconds)
        if bucket >= buckets.count {
            buckets += [UInt64](repeating: 0, count: bucket + 1 - buckets.count)
        }
        buckets[bucket] &+= 1
        count &+= 1
        longest = max(longest, length)
        total += length
    }

    /// The length that so many of a hundred do not exceed; nil where nothing was added.
    public func percentile(_ percent: Double) -> Duration? {
        guard count > 0 else { return nil }
        let rank = UInt64(max(1, (Double(count) * min(max(percent, 0), 100) / 100).rounded(.up)))
        guard rank < count else { return longest }
        var seen: UInt64 = 0
        for (bucket, count) in buckets.enumerated() {
            seen &+= count
            if seen >= rank { return min(longest, .microseconds(Self.middle(of: bucket))) }
        }
        return longest
    }

    /// Both together.
    public static func + (left: LengthHistogram, right: LengthHistogram) -> LengthHistogram {
        var sum = left.buckets.count < right.buckets.count ? right : left
        let other = left.buckets.count < right.buckets.count ? left : right
        for (bucket, count) in other.buckets.enumerated() { sum.buckets[bucket] &+= count }
        sum.count &+= other.count
        sum.longest = max(left.longest, right.longest)
        sum.total += other.total
        return sum
    }

    // MARK: Buckets

    private static let bitsKept = 6

    /// The number's top seven bits, and how many bits stand behind them.
    private static func bucket(of microseconds: UInt64) -> Int {
        let width = UInt64.bitWidth - microseconds.leadingZeroBitCount
        let dropped = max(0, width - bitsKept - 1)
        return dropped << bitsKept + Int(microseconds >> UInt64(dropped))
    }

    private static func middle(of bucket: Int) -> UInt64 {
        guard bucket >= 2 << bitsKept else { return UInt64(bucket) }
        let dropped = UInt64(bucket >> bitsKept - 1)
        let low = UInt64(bucket) - dropped << UInt64(bitsKept)
        return low << dropped + (1 << dropped) / 2
    }
}

extension Duration {
    /// What is left of a microsecond is dropped.
    fileprivate var wholeMicroseconds: UInt64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max : whole + UInt64(clamping: attoseconds / 1_000_000_000_000)
    }
}
