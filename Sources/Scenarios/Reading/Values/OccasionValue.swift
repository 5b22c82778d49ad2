internal import Faults

/// Which of many, counted from 1: `3`, `2..4`, `5..`, `every 3`.
struct OccasionValue: Hashable, ParameterValue {
    var occasion: Occasion

    static let form = ValueForm(
        "a number counted from 1 or a range", examples: ["3", "2..4", "5..", "every 3"],
        shape: .either([
            .integer(1...Int.max), .text(pattern: #"^([0-9]+ ?\.\. ?[0-9]*|\.\. ?[0-9]+|every [0-9]+)$"#),
        ]))

    init(_ occasion: Occasion) { self.occasion = occasion }

    init(_ value: Value) throws(ValueProblem) {
        if let text = value.text, text.hasPrefix("every ") {
            guard let step = Int(text.dropFirst(6)), step > 0 else { throw Self.mismatch(value) }
            occasion = .everyNth(step)
            return
        }
        let range = try RangeText.range(value, Self.self) { text throws(ValueProblem) in try Int(text) }
        guard range.upperBound > 0 else {
            throw ValueProblem(at: value.place, "\(Self.mismatch(value).message): the first one is 1")
        }
        occasion = .range(max(1, range.lowerBound)...range.upperBound)
    }

    var written: String? {
        switch occasion {
        case .every: nil
        case .range(let range): RangeText.written(range) { "\($0)" }
        case .everyNth(let step): "every \(step)"
        }
    }
}
