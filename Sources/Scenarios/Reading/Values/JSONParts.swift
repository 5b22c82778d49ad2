internal import Faults

/// What stands where in a JSON text: `{ /type: subscribe, /id: 7 }`.
struct JSONParts: Hashable, ParameterValue {
    var parts: [Part]

    struct Part: Hashable {
        var pointer: String
        var equals: JSONScalar
    }

    static let form = ValueForm(
        "a map of JSON pointers and values", examples: ["{ /type: subscribe }", "{ /items/0/id: 7 }"],
        shape: .any)

    init(_ value: Value) throws(ValueProblem) {
        guard case .map(let entries) = value.content, !entries.isEmpty else { throw Self.mismatch(value) }
        parts = []
        for entry in entries {
            try Self.check(entry)
            parts.append(Part(pointer: entry.name, equals: try Self.scalar(entry.value)))
        }
    }

    var written: String? { nil }

    /// RFC 6901 §3: empty, or parts that begin with a slash; `~` stands only as `~0` and `~1`.
    private static func check(_ entry: Value.Entry) throws(ValueProblem) {
        guard entry.name.isEmpty || entry.name.hasPrefix("/") else {
            throw ValueProblem(
                at: entry.place, "expected a JSON pointer such as /\(entry.name), found \"\(entry.name)\"")
        }
        for part in entry.name.split(separator: "~", omittingEmptySubsequences: false).dropFirst() {
            guard part.first == "0" || part.first == "1" else {
                throw ValueProblem(
                    at: entry.place,
                    "expected ~0 (for \"~\") or ~1 (for \"/\") in a JSON pointer, found \"\(entry.name)\"")
            }
        }
    }

    private static func scalar(_ value: Value) throws(ValueProblem) -> JSONScalar {
        guard case .scalar(let text, let isPlain) = value.content else {
            throw ValueProblem(expected: "a text, a number, true, false or null", found: value)
        }
        guard isPlain else { return .text(text) }
        if value.isNull { return .null }
        if text == "true" || text == "false" { return .flag(text == "true") }
        let isNumeric = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        if isNumeric, let number = Double(text), number.isFinite { return .number(number) }
        return .text(text)
    }
}
