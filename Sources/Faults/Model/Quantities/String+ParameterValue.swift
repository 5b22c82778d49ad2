extension String: ParameterValue {
    /// Any scalar: a number or `true` is as good as its text.
    public static let form = ValueForm("a text", examples: ["hello"], shape: .text(pattern: nil))

    /// Takes the text of a scalar. An empty one has to be written as `""`, lest it be forgotten.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, !value.isNull else { throw Self.mismatch(value) }
        self = text
    }

    /// Itself, in quotes where it is empty.
    public var written: String? { isEmpty ? "\"\"" : self }
}
