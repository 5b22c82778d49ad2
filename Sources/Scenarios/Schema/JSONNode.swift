/// A JSON text in the making, whose keys stay in order.
package indirect enum JSONNode {
    case object([(String, JSONNode)])
    case array([JSONNode])
    case string(String)
    case integer(Int)
    /// A number as it is written.
    case number(String)
    case flag(Bool)

    /// With two spaces for each level; what is short stays on one line.
    package var text: String {
        var output = ""
        write(indent: "", to: &output)
        return output + "\n"
    }

    private func write(indent: String, to output: inout String) {
        if let line = oneLine, line.count + indent.count <= 100 {
            output += line
            return
        }
        let inner = indent + "  "
        switch self {
        case .object(let members):
            output += "{\n"
            for (index, member) in members.enumerated() {
                output += "\(inner)\(Self.quoted(member.0)): "
                member.1.write(indent: inner, to: &output)
                output += index + 1 < members.count ? ",\n" : "\n"
            }
            output += "\(indent)}"
        case .array(let items):
            output += "[\n"
            for (index, item) in items.enumerated() {
                output += inner
                item.write(indent: inner, to: &output)
                output += index + 1 < items.count ? ",\n" : "\n"
            }
            output += "\(indent)]"
        case .string, .integer, .number, .flag: output += oneLine ?? ""
        }
    }

    /// On one line; nil where it has parts that have parts.
    private var oneLine: String? {
        switch self {
        case .object(let members):
            let parts = members.map { member -> String? in
                member.1.isFlat ? member.1.oneLine.map { "\(Self.quoted(member.0)): \($0)" } : nil
            }
            guard parts.allSatisfy({ $0 != nil }) else { return nil }
            return parts.isEmpty ? "{}" : "{ \(parts.compactMap { $0 }.joined(separator: ", ")) }"
        case .array(let items):
            guard items.allSatisfy(\.isScalar) else { return nil }
            return "[\(items.compactMap(\.oneLine).joined(separator: ", "))]"
        case .string(let text): return Self.quoted(text)
        case .integer(let number): return "\(number)"
        case .number(let digits): return digits
        case .flag(let flag): return "\(flag)"
        }
    }

    private var isScalar: Bool {
        switch self {
        case .object, .array: false
        case .string, .integer, .number, .flag: true
        }
    }

    private var isFlat: Bool {
        if case .array(let items) = self { items.allSatisfy(\.isScalar) } else { isScalar }
    }

    /// RFC 8259 §7.
    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case _ where scalar.value < 0x20:
                "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
