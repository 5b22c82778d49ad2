/// The small rules of HTTP/1.1 that several files need (RFC 9110 §5.6, RFC 9112).
enum HTTPGrammar {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")

    /// `tchar` (RFC 9110 §5.6.2).
    static func isTokenByte(_ byte: UInt8) -> Bool {
        // In the order of ASCII: ! #$%&' *+ -. ^_` | ~
        switch byte {
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
        default: isAlphanumeric(byte)
        }
    }

    static func isToken(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy(isTokenByte)
    }

    static func isToken(_ text: String) -> Bool {
        isToken(text.utf8)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte)
    }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return isDigit(byte) || (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "f"))
    }

    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == space || byte == tab
    }

    /// Control characters may stand nowhere in a head. RFC 9110 §5.5 lets a recipient keep some of them in
    /// values; we refuse all but the tab, as Node does.
    static func isForbiddenControl(_ byte: UInt8) -> Bool {
        (byte < 0x20 && byte != tab) || byte == 0x7F
    }

    /// Without the spaces and tabs around it (`OWS`, RFC 9110 §5.6.3).
    static func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
        let start = bytes.firstIndex { !isWhitespace($0) } ?? bytes.endIndex
        guard let last = bytes.lastIndex(where: { !isWhitespace($0) }) else { return bytes[start...] }
        return bytes[start...last]
    }

    /// The elements of a comma list that holds no quoted strings. Empty elements are dropped, as
    /// RFC 9110 §5.6.1.2 asks of whoever reads one.
    static func listElements(_ value: String) -> [String] {
        value.utf8.split(separator: comma)
            .map { String(decoding: trimmed($0), as: UTF8.self) }
            .filter { !$0.isEmpty }
    }

    /// Whether the comma list has that element, case aside; without making one string of it, for every connection
    /// asks this several times.
    static func list(_ value: [UInt8], contains token: String) -> Bool {
        var start = 0
        while start <= value.count {
            let end = value[start...].firstIndex(of: comma) ?? value.count
            let element = trimmed(value[start..<end])
            if element.count == token.utf8.count,
                zip(element, token.utf8).allSatisfy({ lowercased($0) == lowercased($1) })
            {
                return !element.isEmpty
            }
            start = end + 1
        }
        return false
    }

    /// Header names, and the tokens in Upgrade and Connection, are compared so. Unicode's case mapping would
    /// take U+212A (Kelvin) for a k.
    static func equalsIgnoringCase(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).allSatisfy { lowercased($0) == lowercased($1) }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// Digits only, and small enough; `Int("+5")` would be 5.
    static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// For messages: in quotes, what cannot be printed as escapes, and not longer than a line.
    static func quoted(_ text: String) -> String {
        var shown = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == 80 { return "\"\(shown)\"..." }
            shown += scalar.escaped(asASCII: true)
        }
        return "\"\(shown)\""
    }

    /// For messages: `0x0A`.
    static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0x0" : "0x") + String(byte, radix: 16, uppercase: true)
    }
}
