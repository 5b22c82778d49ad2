internal import Closecall

/// What Go's decoder would say of a text.
struct GoJSONError: Error, Hashable {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

extension GoJSON {
    /// The first value of a text. What stands behind it is not looked at, as Go's `Decoder` reads a stream.
    static func firstValue(_ bytes: [UInt8]) throws(GoJSONError) -> JSONValue {
        var scanner = GoScanner()
        let text = bytes.span
        let range = try scanner.firstValue(text)
        do throws(JSONViolation) {
            return try JSONValue(text.extracting(range))
        } catch {
            // Such as a string that is no UTF-8, which Go repairs and nobody sends.
            throw GoJSONError("\(error)")
        }
    }
}

/// Walks over a value as Go's scanner does, for the sake of its messages: `invalid character 'x' looking for beginning
/// of value`.
private struct GoScanner {
    private var position = 0

    /// As deep as `JSONValue` goes: each level takes a frame on the stack.
    private static let deepest = 64

    mutating func firstValue(_ text: Span<UInt8>) throws(GoJSONError) -> Range<Int> {
        skipSpace(text)
        guard position < text.count else { throw GoJSONError("EOF") }
        let start = position
        try value(text, depth: 0)
        return start..<position
    }

    private mutating func value(_ text: Span<UInt8>, depth: Int) throws(GoJSONError) {
        guard depth < Self.deepest else { throw GoJSONError("exceeded max depth") }
        skipSpace(text)
        switch try peek(text) {
        case UInt8(ascii: "{"): try object(text, depth)
        case UInt8(ascii: "["): try array(text, depth)
        case UInt8(ascii: "\""): try string(text)
        case UInt8(ascii: "t"): try word("true", text)
        case UInt8(ascii: "f"): try word("false", text)
        case UInt8(ascii: "n"): try word("null", text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(text)
        default: throw unexpected(text, "looking for beginning of value")
        }
    }

    private mutating func object(_ text: Span<UInt8>, _ depth: Int) throws(GoJSONError) {
        position += 1
        skipSpace(text)
        if try take("}", text) { return }
        while true {
            skipSpace(text)
            guard try peek(text) == UInt8(ascii: "\"") else {
                throw unexpected(text, "looking for beginning of object key string")
            }
            try string(text)
            skipSpace(text)
            guard try take(":", text) else { throw unexpected(text, "after object key") }
            try value(text, depth: depth + 1)
            skipSpace(text)
            if try take("}", text) { return }
            guard try take(",", text) else { throw unexpected(text, "after object key:value pair") }
        }
    }

    private mutating func array(_ text: Span<UInt8>, _ depth: Int) throws(GoJSONError) {
        position += 1
        skipSpace(text)
        if try take("]", text) { return }
        while true {
            try value(text, depth: depth + 1)
            skipSpace(text)
            if try take("]", text) { return }
            guard try take(",", text) else { throw unexpected(text, "after array element") }
        }
    }

    private mutating func word(_ word: String, _ text: Span<UInt8>) throws(GoJSONError) {
        for byte in word.utf8 {
            guard try peek(text) == byte else {
                let expected = Unicode.Scalar(byte)
                throw unexpected(text, "in literal \(word) (expecting '\(expected)')")
            }
            position += 1
        }
    }

    private mutating func string(_ text: Span<UInt8>) throws(GoJSONError) {
        position += 1
        while true {
            let byte = try peek(text)
            guard byte >= 0x20 else { throw unexpected(text, "in string literal") }
            position += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { try escape(text) }
        }
    }

    private mutating func escape(_ text: Span<UInt8>) throws(GoJSONError) {
        let byte = try peek(text)
        guard "\"\\/bfnrtu".utf8.contains(byte) else { throw unexpected(text, "in string escape code") }
        position += 1
        guard byte == UInt8(ascii: "u") else { return }
        for _ in 0..<4 {
            guard Character(Unicode.Scalar(try peek(text))).isHexDigit else {
                throw unexpected(text, "in \\u hexadecimal character escape")
            }
            position += 1
        }
    }

    private mutating func number(_ text: Span<UInt8>) throws(GoJSONError) {
        if try take("-", text) { try expectDigit(text, "in numeric literal") }
        if try !take("0", text) { skipDigits(text) }
        if hasMore(text), try take(".", text) {
            try expectDigit(text, "after decimal point in numeric literal")
            skipDigits(text)
        }
        guard hasMore(text), "eE".utf8.contains(text[position]) else { return }
        position += 1
        if try !take("+", text) { _ = try take("-", text) }
        try expectDigit(text, "in exponent of numeric literal")
        skipDigits(text)
    }

    /// A number may be the last thing there is.
    private func hasMore(_ text: Span<UInt8>) -> Bool { position < text.count }

    private func expectDigit(_ text: Span<UInt8>, _ place: String) throws(GoJSONError) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(try peek(text)) else {
            throw unexpected(text, place)
        }
    }

    private mutating func skipDigits(_ text: Span<UInt8>) {
        while position < text.count, (0x30...0x39).contains(text[position]) { position += 1 }
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
        while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    }

    private func peek(_ text: Span<UInt8>) throws(GoJSONError) -> UInt8 {
        guard position < text.count else { throw GoJSONError("unexpected EOF") }
        return text[position]
    }

    private mutating func take(_ scalar: Unicode.Scalar, _ text: Span<UInt8>) throws(GoJSONError) -> Bool {
        guard UInt32(try peek(text)) == scalar.value else { return false }
        position += 1
        return true
    }

    private func unexpected(_ text: Span<UInt8>, _ place: String) -> GoJSONError {
        GoJSONError("invalid character \(Self.quoted(text[position])) \(place)")
    }

    /// As Go quotes a byte: what is no printable character as an escape.
    private static func quoted(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"): #"'\''"#
        case UInt8(ascii: "\""): "'\"'"
        case UInt8(ascii: "\\"): #"'\\'"#
        case 0x0A: #"'\n'"#
        case 0x0D: #"'\r'"#
        case 0x09: #"'\t'"#
        case 0..<0x20, 0x7F: #"'\x"# + (byte < 16 ? "0" : "") + String(byte, radix: 16) + "'"
        case 0x80..<0xA0: #"'\u00"# + String(byte, radix: 16) + "'"
        default: "'\(Unicode.Scalar(byte))'"
        }
    }
}
