extension Double: ParameterValue {
    /// A number with or without a point.
    public static let form = ValueForm("a number", examples: ["1.5", "3"], shape: .number)

    /// Reads decimal digits with an optional sign and point.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text else { throw Self.mismatch(value) }
        let isNegative = text.hasPrefix("-")
        guard let amount = Amount(isNegative ? String(text.dropFirst()) : text), amount.unit.isEmpty else {
            throw Self.mismatch(value)
        }
        self = isNegative ? -amount.number : amount.number
    }

    /// The digits.
    public var written: String? { self < 0 ? "-" + Amount.written(-self) : Amount.written(self) }
}
