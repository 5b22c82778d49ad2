internal import Faults

/// Header fields by name: `{ Origin: https://example.com }`.
struct HeaderFields<Content: ParameterValue>: ParameterValue {
    struct Field: Hashable {
        var name: String
        var content: Content
    }

    var fields: [Field]

    static var form: ValueForm {
        ValueForm("a map of header fields", examples: ["{ Origin: https://example.com }"], shape: .any)
    }

    init(_ value: Value) throws(ValueProblem) {
        guard case .map(let entries) = value.content else { throw Self.mismatch(value) }
        fields = []
        for entry in entries {
            let isToken = !entry.name.isEmpty && entry.name.utf8.allSatisfy(Self.isTokenByte)
            guard isToken else {
                throw ValueProblem(
                    at: entry.place, "expected a header field's name such as Origin, found \"\(entry.name)\"")
            }
            fields.append(Field(name: entry.name, content: try Content(entry.value)))
        }
    }

    var written: String? { nil }

    /// RFC 9110 §5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
