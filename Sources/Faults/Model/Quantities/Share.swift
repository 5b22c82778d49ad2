/// A part of a whole: `2%`, `0.02`. Probabilities are shares, too.
public struct Share: Hashable, Comparable, Sendable {
    /// 0...1.
    public let fraction: Double

    /// The nearest share there is.
    public init(_ fraction: Double) {
        self.fraction = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    }

    /// Nothing of it.
    public static let none = Share(0)
    /// All of it.
    public static let all = Share(1)

    /// Less before more.
    public static func < (left: Share, right: Share) -> Bool { left.fraction < right.fraction }
}

extension Share: ParameterValue {
    /// `2%`, `0.5 %`, `0.02`.
    public static let form = ValueForm(
        "a share", examples: ["2%", "0.02"],
        shape: .either([.text(pattern: #"^[0-9]+(\.[0-9]+)?( ?%)?$"#), .number]))

    /// Reads a percentage, or a number from 0 to 1.
    public init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let amount = Amount(text), ["", "%"].contains(amount.unit) else {
            throw Self.mismatch(value)
        }
        let fraction = amount.unit.isEmpty ? amount.number : amount.number / 100
        guard fraction <= 1 else {
            let number = Amount.written(amount.number)
            let hint = amount.unit.isEmpty && amount.number <= 100 ? ", did you mean \(number)%?" : ""
            throw ValueProblem(
                at: value.place, "expected a share from 0% to 100%, found \(value.described)\(hint)")
        }
        self.init(fraction)
    }

    /// As a percentage.
    public var written: String? { Amount.written(fraction * 100) + "%" }
}
