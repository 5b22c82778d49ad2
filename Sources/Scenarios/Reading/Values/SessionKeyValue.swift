internal import Faults

/// What sessions are told apart by: `target`, or `{ header: X-Request-ID }`.
struct SessionKeyValue: Hashable, ParameterValue {
    var key: SessionKey

    static let form = ValueForm(
        "target or { header: NAME }",
        shape: .either([
            .choice([ValueForm.Choice("target", "the request's target")]),
            .object([
                ValueForm.Key(
                    "header", "this header field of the request", .text(pattern: nil), isRequired: true)
            ]),
        ]))

    init(_ value: Value) throws(ValueProblem) {
        if value.text == "target" {
            key = .target
        } else if case .map(let entries) = value.content, entries.count == 1, entries[0].name == "header" {
            key = .header(try String(entries[0].value))
        } else {
            throw Self.mismatch(value)
        }
    }

    var written: String? {
        switch key {
        case .target: "target"
        case .header(let name): "{ header: \(name) }"
        }
    }
}
