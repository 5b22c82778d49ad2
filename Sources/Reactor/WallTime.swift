/// A point on the calendar, in seconds since 1970 (UTC). Deadlines use `MonotonicTime`: this clock can be set.
public struct WallTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01 00:00 UTC.
    public let seconds: Int64

    /// The point `seconds` after 1970 began.
    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// The clock read now.
    public static var current: WallTime { Syscalls.wallTime() }

    /// Whether `left` comes before `right`.
    public static func < (left: WallTime, right: WallTime) -> Bool { left.seconds < right.seconds }

    /// The point so many days later; the end of time where there is none.
    public func adding(days: Int64) -> WallTime {
        let (length, overflow) = days.multipliedReportingOverflow(by: 86_400)
        let (sum, overflowsToo) = seconds.addingReportingOverflow(length)
        return WallTime(seconds: overflow || overflowsToo ? .max : sum)
    }

    /// `2026-11-21`
    public var date: String {
        let (year, month, day) = civil
        return "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))"
    }

    /// RFC 3339, such as `2026-11-21T09:30:00Z`.
    public var description: String {
        let ofDay = seconds - days * 86_400
        let parts = [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map(Self.twoDigits)
        return "\(date)T\(parts.joined(separator: ":"))Z"
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Days since 1970, rounded down.
    private var days: Int64 { (seconds / 86_400) - (seconds % 86_400 < 0 ? 1 : 0) }

    /// The Gregorian calendar repeats every 400 years, which are 146,097 days. Years counted from March have
    /// their leap day last, which makes months a straight line: five months have 153 days.
    private var civil: (year: Int64, month: Int64, day: Int64) {
        let sinceYearZero = days + 719_468
        let era = (sinceYearZero >= 0 ? sinceYearZero : sinceYearZero - 146_096) / 146_097
        let ofEra = sinceYearZero - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        let isNextYear: Int64 = month >= 10 ? 1 : 0
        return (yearOfEra + era * 400 + isNextYear, month < 10 ? month + 3 : month - 9, day)
    }
}
