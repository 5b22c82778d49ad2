/// Lengths of time in the few buckets that a monitoring system keeps.
public struct BucketCounts: Hashable, Sendable {
    /// The buckets' upper ends, in seconds. Sessions take from a millisecond to days.
    public static let bounds: [Double] = [0.01, 0.1, 0.5, 1, 5, 30, 60, 300, 900, 3600, 21_600, 86_400]

    /// How many were in each bucket and not in one before it; what is longer than all bounds is last.
    public private(set) var counts = [UInt64](repeating: 0, count: bounds.count + 1)
    /// The sum, in seconds.
    public private(set) var sum = 0.0

    /// Nothing yet.
    public init() {}

    /// All that were counted.
    public var count: UInt64 { counts.reduce(0, +) }

    /// Counts a length.
    public mutating func add(_ length: Duration) {
        let seconds = length.seconds
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        sum += seconds
    }

    /// Both together.
    public static func + (left: BucketCounts, right: BucketCounts) -> BucketCounts {
        var both = left
        for index in both.counts.indices { both.counts[index] += right.counts[index] }
        both.sum += right.sum
        return both
    }
}
