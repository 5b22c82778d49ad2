/// A point on the machine's monotonic clock, in microseconds.
public struct MonotonicTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Microseconds since an arbitrary start.
    public let microseconds: UInt64

    /// The point `microseconds` after the clock's start.
    public init(microseconds: UInt64) {
        self.microseconds = microseconds
    }

    /// The clock read now; on a loop, prefer its `now`, which is read once a turn.
    public static var current: MonotonicTime { Syscalls.monotonicTime() }

    /// Whether `left` comes before `right`.
    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The point `wait` later. A negative wait counts as none, an endless one as the end of time.
    public static func + (left: MonotonicTime, wait: Duration) -> MonotonicTime {
        let (sum, overflow) = left.microseconds.addingReportingOverflow(wait.wholeMicroseconds)
        return MonotonicTime(microseconds: overflow ? .max : sum)
    }

    /// How long after `right` this is.
    public static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
        .microseconds(Int64(clamping: left.microseconds)) - .microseconds(Int64(clamping: right.microseconds))
    }

    /// The reading in seconds.
    public var description: String { "\(Double(microseconds) / 1_000_000) s" }
}

extension Duration {
    /// Microseconds rounded up, so that a timer never fires early.
    var wholeMicroseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000)
        let part = (UInt64(attoseconds) + 999_999_999_999) / 1_000_000_000_000
        let (sum, overflowsToo) = whole.addingReportingOverflow(part)
        return overflow || overflowsToo ? .max : sum
    }
}
