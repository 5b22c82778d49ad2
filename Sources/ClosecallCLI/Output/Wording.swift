internal import Closecall

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

    /// `512 B`, `1.4 KiB`, `23.0 MiB`
    static func size(_ bytes: UInt64) -> String {
        guard bytes >= 1024 else { return "\(bytes) B" }
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var value = Double(bytes) / 1024
        var unit = 0
        // What would be rounded to 1024.0 is one of the next unit.
        while value >= 1023.95, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return "\(decimals(value, 1)) \(units[unit])"
    }

    /// `0.4 ms`, `35 ms`, `1.24 s`, `5 s`, `2 m 5 s`, `3 h 20 m`
    static func duration(_ duration: Duration) -> String {
        let milliseconds = duration.seconds * 1000
        if milliseconds < 9.95 { return "\(decimals(max(0, milliseconds), 1)) ms" }
        if milliseconds < 999.5 { return "\(decimals(milliseconds, 0)) ms" }
        if milliseconds < 59_995 { return "\(decimals(milliseconds / 1000, 2)) s" }
        let seconds = Int((milliseconds / 1000).rounded())
        if seconds < 3600 { return "\(seconds / 60) m \(seconds % 60) s" }
        let minutes = Int((milliseconds / 60_000).rounded())
        return "\(minutes / 60) h \(minutes % 60) m"
    }

    private static func decimals(_ value: Double, _ count: Int) -> String {
        let scale = [1, 10, 100][count]
        let scaled = Int((value * Double(scale)).rounded())
        guard count > 0 else { return "\(scaled)" }
        // What is exact needs no zeros.
        if count == 2, scaled % scale == 0 { return "\(scaled / scale)" }
        let fraction = "\(scaled % scale)"
        return "\(scaled / scale)." + String(repeating: "0", count: count - fraction.count) + fraction
    }
}
