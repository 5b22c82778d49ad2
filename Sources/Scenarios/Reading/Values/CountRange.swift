internal import Faults

/// A number of things, or from one number to another: `3`, `1..5`, `2..`.
struct CountRange: Hashable, ParameterValue {
    var range: ClosedRange<Int>

    static let form = ValueForm(
        "a number or a range", examples: ["3", "1..5", "2.."],
        shape: .either([
            .integer(0...Int.max), .text(pattern: #"^([0-9]+ ?\.\. ?[0-9]*|\.\. ?[0-9]+)$"#),
        ]))

    init(_ value: Value) throws(ValueProblem) {
        range = try RangeText.range(value, Self.self) { text throws(ValueProblem) in
            try Int(text)
        }
    }

    var written: String? { RangeText.written(range) { "\($0)" } }
}

/// How many bytes, or from how many to how many: `125`, `1 KiB..64 KiB`, `126..`, `..125`.
struct SizeRange: Hashable, ParameterValue {
    var range: ClosedRange<Int>

    static let form = ValueForm(
        "a size or a range of sizes", examples: ["125", "1 KiB..64 KiB", "126.."],
        shape: .either([.integer(0...Int.max), .text(pattern: #"^[0-9.]+[0-9A-Za-z. ]*$"#)]))

    init(_ value: Value) throws(ValueProblem) {
        range = try RangeText.range(value, Self.self) { text throws(ValueProblem) in
            try ByteCount(text).bytes
        }
    }

    var written: String? { RangeText.written(range) { ByteCount($0).written ?? "" } }
}

/// `A..B`, `A..`, `..B`.
enum RangeText {
    static func range<V: ParameterValue>(
        _ value: Value, _ type: V.Type, _ item: (Value) throws(ValueProblem) -> Int
    ) throws(ValueProblem) -> ClosedRange<Int> {
        guard let text = value.text, !value.isNull else { throw V.mismatch(value) }
        if text.hasPrefix(">") || text.hasPrefix("<") {
            throw ValueProblem(
                at: value.place,
                "\(V.mismatch(value).message): write 126.. for 126 and more, ..125 for 125 and less")
        }
        let parts = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        func number(_ part: Substring) throws(ValueProblem) -> Int {
            let trimmed = part.trimmingSpaces
            do throws(ValueProblem) {
                let number = try item(Value(.scalar(trimmed, isPlain: true), at: value.place))
                guard number >= 0 else { throw V.mismatch(value) }
                return number
            } catch {
                throw V.mismatch(value)
            }
        }
        guard parts.count == 2 else {
            let number = try number(parts.first ?? "")
            return number...number
        }
        let (from, to) = (parts[0].trimmingSpaces, parts[1].trimmingSpaces)
        guard !from.isEmpty || !to.isEmpty else { throw V.mismatch(value) }
        let first = from.isEmpty ? 0 : try number(parts[0])
        let last = to.isEmpty ? Int.max : try number(parts[1])
        guard first <= last else {
            throw ValueProblem(expected: "a range from less to more", found: value)
        }
        return first...last
    }

    static func written(_ range: ClosedRange<Int>, _ item: (Int) -> String) -> String {
        let (first, last) = (range.lowerBound, range.upperBound)
        if first == last { return item(first) }
        return (first == 0 ? "" : item(first)) + ".." + (last == Int.max ? "" : item(last))
    }
}

extension Substring {
    /// Without the spaces at both ends.
    var trimmingSpaces: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
