/// A point in time on a clock that is handed in: the machine's monotonic one, or a simulator's.
public struct Moment: Hashable, Comparable, Sendable {
    /// Microseconds since the clock's start, which is arbitrary.
    public let microseconds: UInt64

    /// The point `microseconds` after the clock's start.
    @inlinable
    public init(microseconds: UInt64) {
        self.microseconds = microseconds
    }

    /// Whether `left` comes before `right`.
    @inlinable
    public static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }

    /// The point `wait` later. A negative wait counts as none, an endless one as the end of time.
    public static func + (left: Moment, wait: Duration) -> Moment {
        let (seconds, attoseconds) = wait.components
        guard seconds >= 0, attoseconds >= 0 else { return left }
        let (whole, overflows) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000)
        // Rounded up, so that nothing is due before its time.
        let part = (UInt64(attoseconds) + 999_999_999_999) / 1_000_000_000_000
        let (wait, overflowsToo) = whole.addingReportingOverflow(part)
        let (sum, overflowsAfterAll) = left.microseconds.addingReportingOverflow(wait)
        return Moment(microseconds: overflows || overflowsToo || overflowsAfterAll ? .max : sum)
    }

    /// How long after `right` this is.
    public static func - (left: Moment, right: Moment) -> Duration {
        .microseconds(Int64(clamping: left.microseconds)) - .microseconds(Int64(clamping: right.microseconds))
    }
}
