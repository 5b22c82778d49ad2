internal import Faults

/// A seed: any number of 64 bits.
struct SeedValue: Hashable, ParameterValue {
    var seed: UInt64

    static let form = ValueForm("a whole number from 0", examples: ["7"], shape: .integer(0...Int.max))

    init(_ value: Value) throws(ValueProblem) {
        guard let text = value.text, let seed = UInt64(text, radix: 10) else { throw Self.mismatch(value) }
        self.seed = seed
    }

    var written: String? { "\(seed)" }
}
