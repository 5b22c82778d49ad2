internal import Faults

/// Values written as YAML, by rules of its own: what a reader of scenarios is held to.
struct ScenarioText {
    private(set) var text = ""

    init(_ root: Value) {
        write(root, depth: 0)
        text += "\n"
    }

    /// Whether two values say the same. A plain text of several lines is written in quotes.
    static func areAlike(_ one: Value, _ other: Value) -> Bool {
        switch (one.content, other.content) {
        case (.scalar(let left, let isPlain), .scalar(let right, let isPlainToo)):
            left.utf8.elementsEqual(right.utf8) && (isPlain == isPlainToo || !staysPlain(left))
        case (.list(let left), .list(let right)): left.elementsEqual(right, by: areAlike)
        case (.map(let left), .map(let right)):
            left.elementsEqual(right) {
                $0.name.utf8.elementsEqual($1.name.utf8) && areAlike($0.value, $1.value)
            }
        default: false
        }
    }

    private mutating func write(_ value: Value, depth: Int) {
        let line = "\n" + String(repeating: " ", count: depth)
        switch value.content {
        case .scalar(let text, let isPlain):
            self.text += isPlain && Self.staysPlain(text) ? " " + text : " " + Self.quoted(text)
        case .list(let values):
            if values.isEmpty { text += " []" }
            for value in values {
                text += line + "-"
                write(value, depth: depth + 1)
            }
        case .map(let entries):
            if entries.isEmpty { text += " {}" }
            for entry in entries {
                let key = Self.quoted(entry.name)
                // A key without a question mark has to be short (YAML 1.2 §7.4.2).
                text += line + (key.utf8.count < 1000 ? key : "? \(key)\(line)") + ":"
                write(entry.value, depth: depth + 1)
            }
        }
    }

    private static func staysPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { !["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($0) }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return quoted + "\""
    }
}
