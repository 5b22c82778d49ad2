extension Optional: ParameterValue where Wrapped: ParameterValue {
    /// What may be written for the value that may be left out.
    public static var form: ValueForm { Wrapped.form }

    /// Reads a value, or none where nothing or `null` stands.
    public init(_ value: Value) throws(ValueProblem) {
        self = value.isNull ? nil : try Wrapped(value)
    }

    /// As the value would be written; nil where there is none.
    public var written: String? { flatMap(\.written) }
}
