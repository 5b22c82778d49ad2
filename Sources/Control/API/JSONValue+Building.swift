internal import Closecall

extension JSONValue {
    /// An object, its members in this order.
    static func record(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        record(pairs: members.map { ($0.key, $0.value) })
    }

    /// An object, its members in this order.
    static func record(pairs: [(String, JSONValue)]) -> JSONValue {
        .object(pairs.map { Member($0.0, $0.1) })
    }

    /// A text, or null.
    static func maybe(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }

    /// A whole number, or null.
    static func maybe(_ number: Int?) -> JSONValue { number.map { .integer(Int128($0)) } ?? .null }

    /// A whole number.
    static func count(_ number: some BinaryInteger) -> JSONValue { .integer(Int128(number)) }

    /// The members of both.
    func with(_ other: JSONValue) -> JSONValue { .object((members ?? []) + (other.members ?? [])) }

    /// As a client gets it: one line.
    var line: [UInt8] { GoJSON.bytes(self, escapesHTML: false) + [UInt8(ascii: "\n")] }
}
