extension Bool: ParameterValue {
    /// `true` or `false`; YAML 1.1's `yes`, `no`, `on` and `off` have surprised enough people.
    public static let form = ValueForm("true or false", shape: .flag)

    /// Reads one of the two words.
    public init(_ value: Value) throws(ValueProblem) {
        switch value.text {
        case "true": self = true
        case "false": self = false
        default: throw Self.mismatch(value)
        }
    }

    /// The word.
    public var written: String? { self ? "true" : "false" }
}
