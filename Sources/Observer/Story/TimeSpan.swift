/// How long something took, in the words that all languages share.
struct TimeSpan {
    let duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    init(from start: Moment, to end: Moment) { duration = end < start ? .zero : end - start }

    /// `0.4 ms`, `350 ms`, `1.2 s`, `60 s`, `2 min 5 s`, `3 h 20 min`; `point` stands before tenths, `space`
    /// before a unit.
    func words(point: String = ".", space: String = " ") -> String {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return "0\(space)ms" }
        let microseconds = attoseconds / 1_000_000_000_000
        if seconds == 0, microseconds < 9_950 {
            return Self.tenths((microseconds + 50) / 100, point) + "\(space)ms"
        }
        if seconds == 0, microseconds < 999_500 { return "\((microseconds + 500) / 1000)\(space)ms" }
        if seconds < 9 || seconds == 9 && microseconds < 950_000 {
            return Self.tenths(seconds * 10 + (microseconds + 50_000) / 100_000, point) + "\(space)s"
        }
        let whole = microseconds < 500_000 ? seconds : seconds &+ 1
        // A timeout of 60 or 90 seconds is known by that number.
        if whole < 120 { return "\(whole)\(space)s" }
        if whole < 3600 { return parts(whole / 60, "min", whole % 60, "s", space) }
        return parts(whole / 3600, "h", whole % 3600 / 60, "min", space)
    }

    private func parts(_ many: Int64, _ unit: String, _ few: Int64, _ part: String, _ space: String) -> String
    {
        few == 0 ? "\(many)\(space)\(unit)" : "\(many)\(space)\(unit) \(few)\(space)\(part)"
    }

    private static func tenths(_ count: Int64, _ point: String) -> String {
        count % 10 == 0 ? "\(count / 10)" : "\(count / 10)\(point)\(count % 10)"
    }
}
