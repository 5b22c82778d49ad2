extension Int: ParameterValue {
    /// A whole number in decimal digits.
    public static let form = ValueForm(
        "a whole number", examples: ["3"], shape: .integer(Int.min...Int.max))

    /// Reads decimal digits with an optional sign.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let number = Int(text, radix: 10) else { throw Self.mismatch(value) }
        self = number
    }

    /// The digits.
    public var written: String? { "\(self)" }
}
