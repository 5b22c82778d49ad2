internal import WebSocketWire

/// How verbs say the same things in the same words.
enum Wording {
    /// `1000 Normal Closure`, or `4001 (for applications)` for a number without a name.
    static func code(_ number: UInt16) -> String {
        let code = CloseCode(rawValue: number)
        return CloseCode.registered.contains(code) ? "\(number) \(code.name)" : "\(code)"
    }

    /// `1000 Normal Closure, reason "bye", clean`
    static func ending(_ event: CloseEvent) -> String {
        let reason = event.reason.isEmpty ? "" : ", reason \(quoted(event.reason))"
        return "\(code(event.code))\(reason), \(event.wasClean ? "clean" : "not clean")"
    }

    /// In quotes, on one line.
    static func quoted(_ text: String) -> String { "\"\(oneLine(text))\"" }

    /// A peer's text on one line. Control characters are spelled out: a server must not be able to move the
    /// cursor of whoever looks at its messages.
    static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
        var line = ""
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                line += scalar.escaped(asASCII: true)
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    /// C0 but the tab, DEL, C1, and the marks that reverse the direction of what follows.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// `00ff10`
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `1 message`, `2 messages`
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
