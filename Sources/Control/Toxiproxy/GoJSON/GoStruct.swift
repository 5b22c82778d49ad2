internal import Closecall

/// Reads an object into fields as Go does: names without regard to case, what is unknown or null is left alone, and
/// of several mismatches the first is told.
struct GoStruct {
    let members: [JSONValue.Member]
    /// What the struct is called in messages; empty for one without a name.
    private let name: String
    private var mismatch: GoJSONError?

    /// - Parameters:
    ///   - name: as in `Go struct field NAME.field`.
    ///   - type: as in `Go value of type TYPE`, or `Go struct field OUTER.field of type TYPE`.
    init(_ value: JSONValue, _ name: String, type: String) throws(GoJSONError) {
        self.name = name
        switch value {
        case .object(let members): self.members = members
        case .null: members = []
        default: throw GoJSONError("json: cannot unmarshal \(value.goKind) into Go \(type)")
        }
    }

    /// Calls `take` for each member, in order, with its name in lower case: the last of two with one name wins.
    mutating func forEach(_ take: (inout GoStruct, String, JSONValue) -> Void) throws(GoJSONError) {
        for member in members where member.value != .null {
            take(&self, member.name.lowercased(), member.value)
        }
        if let mismatch { throw mismatch }
    }

    mutating func text(_ field: String, _ value: JSONValue, into text: inout String) {
        if let new = value.text { text = new } else { refuse(value, field, "string") }
    }

    mutating func flag(_ field: String, _ value: JSONValue, into flag: inout Bool) {
        if let new = value.flag { flag = new } else { refuse(value, field, "bool") }
    }

    /// A whole number, written as one or not: Go refuses 1000.0, for which there is no reason.
    mutating func whole(_ field: String, _ value: JSONValue, into whole: inout Int64) {
        if let new = value.whole(Int64.self) ?? value.number.flatMap({ Int64(exactly: $0) }), value.isNumber {
            whole = new
        } else {
            refuse(value, field, "int64", showsNumber: true)
        }
    }

    mutating func number(_ field: String, _ value: JSONValue, into number: inout Double, type: String) {
        if let new = value.number { number = new } else { refuse(value, field, type) }
    }

    mutating func refuse(_ value: JSONValue, _ field: String, _ type: String, showsNumber: Bool = false) {
        guard mismatch == nil else { return }
        let shown = showsNumber && value.isNumber ? "number \(GoJSON.bytes(value).text)" : value.goKind
        mismatch = GoJSONError(
            "json: cannot unmarshal \(shown) into Go struct field \(name).\(field) of type \(type)")
    }
}

extension JSONValue {
    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .decimal: true
        case .null, .flag, .text, .array, .object: false
        }
    }

    /// What Go calls it.
    var goKind: String {
        switch self {
        case .null: "null"
        case .flag: "bool"
        case .integer, .decimal: "number"
        case .text: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}
