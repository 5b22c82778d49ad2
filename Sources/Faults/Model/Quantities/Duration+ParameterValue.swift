extension Duration: ParameterValue {
    /// `250ms`, `1.5s`, `2m`: a number never stands alone, because nobody agrees on its unit.
    public static let form = ValueForm(
        "a duration", examples: ["250ms", "1.5s", "2m"],
        shape: .text(pattern: #"^[0-9]+(\.[0-9]+)? ?(ns|us|µs|ms|s|m|min|h)$"#))

    /// Reads a number with its unit, a hundred days at most.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let amount = Amount(text) else { throw Self.mismatch(value) }
        guard let nanoseconds = Self.nanoseconds[amount.unit] else {
            let problem = Self.mismatch(value)
            let number = Amount.written(amount.number)
            let hint = amount.unit.isEmpty ? "" : ", its unit is one of ns, us, ms, s, m, h"
            let instead = amount.number == 0 ? "0s" : "\(number)ms or \(number)s"
            throw ValueProblem(at: problem.place, "\(problem.message)\(hint): write \(instead)")
        }
        let total = (amount.number * nanoseconds).rounded()
        guard total <= Self.most else {
            throw ValueProblem(expected: "a duration of 100 days (2400h) at most", found: value)
        }
        self = .nanoseconds(Int64(total))
    }

    /// In the largest unit that leaves a number of one or more; in hours and minutes only when they are whole.
    public var written: String? {
        let (seconds, attoseconds) = components
        guard seconds != 0 || attoseconds != 0 else { return "0s" }
        let total = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
        for (unit, size) in [("h", 3600e9), ("m", 60e9)]
        where total >= size && total.truncatingRemainder(dividingBy: size) == 0 {
            return Amount.written(total / size) + unit
        }
        let units = [("s", 1e9), ("ms", 1e6), ("us", 1e3)]
        let (unit, size) = units.first { abs(total) >= $0.1 } ?? ("ns", 1)
        return Amount.written(total / size) + unit
    }

    private static let nanoseconds: [String: Double] = [
        "ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "min": 60e9, "h": 3600e9,
    ]
    private static let most = 100 * 24 * 3600e9
}
