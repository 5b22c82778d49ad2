/// Any number that fits in the two bytes of a close code, whether or not it may be sent.
public struct CodeValue: Hashable, Sendable {
    /// The number.
    public var code: UInt16

    /// This number.
    public init(_ code: UInt16) {
        self.code = code
    }
}

extension CodeValue: ParameterValue {
    /// A number from 0 to 65535.
    public static let form = ValueForm(
        "a close code", examples: ["1001", "4000"], shape: .integer(0...65_535))

    /// Reads the number; the legal ones are not told from the others, for both are worth sending.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let number = Int(text, radix: 10) else { throw Self.mismatch(value) }
        guard let code = UInt16(exactly: number) else {
            throw ValueProblem(expected: "a close code from 0 to 65535", found: value)
        }
        self.init(code)
    }

    /// The digits.
    public var written: String? { "\(code)" }
}
