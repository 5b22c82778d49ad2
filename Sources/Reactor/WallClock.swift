/// Says when on the calendar a point of the monotonic clock was.
///
/// Both clocks are read together, once: what is told in this way never goes backwards, whoever sets the clock.
public struct WallClock: Sendable {
    /// Microseconds since 1970 (UTC) when the monotonic clock began.
    private let origin: Int64
    /// The last second that was told, and its text: most points share one with the one before.
    private var last: (second: Int64, text: String)?

    /// The clocks as they are now.
    public init() {
        self.init(microseconds: Syscalls.wallMicroseconds(), at: .current)
    }

    /// A clock that showed so many microseconds since 1970 at `moment`.
    public init(microseconds: Int64, at moment: MonotonicTime) {
        origin = microseconds.subtractingReportingOverflow(Int64(clamping: moment.microseconds)).partialValue
    }

    /// RFC 3339 to the microsecond, such as `2026-11-21T09:30:00.000250Z`.
    public mutating func text(at moment: MonotonicTime) -> String {
        let (sum, overflow) = origin.addingReportingOverflow(Int64(clamping: moment.microseconds))
        let time = overflow ? Int64.max : sum
        let second = time >= 0 ? time / 1_000_000 : -((-time - 1) / 1_000_000) - 1
        if last?.second != second { last = (second, String("\(WallTime(seconds: second))".dropLast())) }
        let digits = "\(time &- second &* 1_000_000)"
        return (last?.text ?? "") + "." + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
            + "Z"
    }
}
