/// As much of JSON as results need; an object on one line, its members in the order given.
enum JSONValue: CustomStringConvertible {
    case text(String)
    case number(Double?)
    case truth(Bool?)
    indirect case object([(name: String, value: JSONValue)])

    var description: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): number.map(Self.digits) ?? "null"
        case .truth(let truth): truth.map { "\($0)" } ?? "null"
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.name)):\($0.value)" }.joined(separator: ",") + "}"
        }
    }

    private static func digits(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        return Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
