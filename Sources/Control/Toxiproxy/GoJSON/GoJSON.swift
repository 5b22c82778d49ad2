internal import Closecall

/// JSON as Go's `encoding/json` writes and reads it, which is what clients of Toxiproxy have been tested with.
enum GoJSON {
    /// The text: no space, members in their order, and `<`, `>`, `&` escaped unless that is not wanted.
    static func bytes(_ value: JSONValue, escapesHTML: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        write(value, escapesHTML, &bytes)
        return bytes
    }

    private static func write(_ value: JSONValue, _ escapesHTML: Bool, _ bytes: inout [UInt8]) {
        switch value {
        case .null: bytes += Array("null".utf8)
        case .flag(let flag): bytes += Array((flag ? "true" : "false").utf8)
        case .integer(let number): bytes += Array("\(number)".utf8)
        case .decimal(let number): bytes += Array(text(number).utf8)
        case .text(let text): write(text, escapesHTML, &bytes)
        case .array(let elements):
            write("[", elements, "]", &bytes) { write($0, escapesHTML, &$1) }
        case .object(let members):
            write("{", members, "}", &bytes) { member, bytes in
                write(member.name, escapesHTML, &bytes)
                bytes.append(UInt8(ascii: ":"))
                write(member.value, escapesHTML, &bytes)
            }
        }
    }

    private static func write<Element>(
        _ open: String, _ elements: [Element], _ close: String, _ bytes: inout [UInt8],
        _ write: (Element, inout [UInt8]) -> Void
    ) {
        bytes += Array(open.utf8)
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(element, &bytes)
        }
        bytes += Array(close.utf8)
    }

    /// The shortest text that reads as the same number: 1 for 1.0. JSON has no infinity and no NaN.
    static func text(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        if number == number.rounded(), abs(number) < 1e15 { return "\(Int64(number))" }
        return "\(number)"
    }

    private static func write(_ text: String, _ escapesHTML: Bool, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": bytes += Array("\\\(scalar)".utf8)
            case "\n": bytes += Array("\\n".utf8)
            case "\r": bytes += Array("\\r".utf8)
            case "\t": bytes += Array("\\t".utf8)
            case _ where !escapesHTML && scalar >= " ": bytes += Array(scalar.utf8)
            case "\u{0}"..<" ", "<", ">", "&", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            default: bytes += Array(scalar.utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
