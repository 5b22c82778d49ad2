/// Finds one value in a JSON text by its pointer (RFC 6901), reading no more of the text than it must.
public enum JSONPointer {
    /// The scalar at `pointer`, such as `/user/name`; nil if there is none, if it has parts, or if the text is broken
    /// before it.
    public static func scalar(at pointer: String, in text: Span<UInt8>) -> JSONScalar? {
        var reader = JSONTextReader()
        guard pointer.isEmpty || pointer.utf8.first == UInt8(ascii: "/") else { return nil }
        let steps = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for step in steps {
            let name = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
            guard reader.enter(name, in: text) else { return nil }
        }
        return reader.scalar(in: text)
    }
}

/// Where one stands in a JSON text. It checks as much of the text as it has to skip; what is broken ends it.
private struct JSONTextReader {
    private var position = 0

    /// Deeper texts are given up: nobody points there.
    private static let deepest = 512

    /// Goes to the member or the element called so of the value that begins here.
    mutating func enter(_ name: String, in text: Span<UInt8>) -> Bool {
        skipSpace(text)
        if take("{", text) { return enterMember(name, text) }
        if take("[", text) { return enterElement(name, text) }
        return false
    }

    /// The value that begins here, if it has no parts.
    mutating func scalar(in text: Span<UInt8>) -> JSONScalar? {
        skipSpace(text)
        guard let byte = peek(text) else { return nil }
        switch byte {
        case UInt8(ascii: "\""): return string(text).map { .text($0) }
        case UInt8(ascii: "t"): return word("true", text) ? .flag(true) : nil
        case UInt8(ascii: "f"): return word("false", text) ? .flag(false) : nil
        case UInt8(ascii: "n"): return word("null", text) ? .null : nil
        case UInt8(ascii: "{"), UInt8(ascii: "["): return nil
        default: return Double(number(text)).map { .number($0) }
        }
    }

    private mutating func enterMember(_ name: String, _ text: Span<UInt8>) -> Bool {
        skipSpace(text)
        guard !take("}", text) else { return false }
        while true {
            skipSpace(text)
            guard let key = string(text) else { return false }
            skipSpace(text)
            guard take(":", text) else { return false }
            if key == name { return true }
            guard skipValue(text) else { return false }
            skipSpace(text)
            guard take(",", text) else { return false }
        }
    }

    private mutating func enterElement(_ name: String, _ text: Span<UInt8>) -> Bool {
        guard let wanted = Int(name), wanted >= 0, name == String(wanted) else { return false }
        skipSpace(text)
        guard peek(text) != UInt8(ascii: "]") else { return false }
        for _ in 0..<wanted {
            guard skipValue(text) else { return false }
            skipSpace(text)
            guard take(",", text) else { return false }
        }
        return true
    }

    /// Without recursion: a text of a million brackets must not need as many frames on the stack.
    private mutating func skipValue(_ text: Span<UInt8>) -> Bool {
        var depth = 0
        repeat {
            skipSpace(text)
            guard let byte = peek(text) else { return false }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
                if depth > Self.deepest { return false }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
                if depth < 0 { return false }
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { return false }
                position += 1
            case UInt8(ascii: "\""): guard string(text) != nil else { return false }
            default: guard !number(text).isEmpty else { return false }
            }
        } while depth > 0
        return true
    }

    /// A number, or a word: whatever letters, digits and signs stand in a row.
    private mutating func number(_ text: Span<UInt8>) -> String {
        var found = ""
        while let byte = peek(text), Self.isOfNumberOrWord(byte) {
            found.unicodeScalars.append(Unicode.Scalar(byte))
            position += 1
        }
        return found
    }

    private static func isOfNumberOrWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func word(_ word: String, _ text: Span<UInt8>) -> Bool { number(text) == word }

    private mutating func string(_ text: Span<UInt8>) -> String? {
        guard take("\"", text) else { return nil }
        var bytes: [UInt8] = []
        while let byte = peek(text) {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): guard escape(text, into: &bytes) else { return nil }
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func escape(_ text: Span<UInt8>, into bytes: inout [UInt8]) -> Bool {
        guard let byte = peek(text) else { return false }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "u"): return unicode(text, into: &bytes)
        default: return false
        }
        return true
    }

    private mutating func unicode(_ text: Span<UInt8>, into bytes: inout [UInt8]) -> Bool {
        guard let first = hexWord(text) else { return false }
        var code = UInt32(first)
        if (0xD800...0xDBFF).contains(first) {
            guard take("\\", text), take("u", text), let second = hexWord(text),
                (0xDC00...0xDFFF).contains(second)
            else { return false }
            code = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
        }
        guard let scalar = Unicode.Scalar(code) else { return false }
        bytes.append(contentsOf: Character(scalar).utf8)
        return true
    }

    private mutating func hexWord(_ text: Span<UInt8>) -> UInt16? {
        var word: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek(text).flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
                return nil
            }
            word = word << 4 | UInt16(digit)
            position += 1
        }
        return word
    }

    private func peek(_ text: Span<UInt8>) -> UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ character: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
        guard peek(text) == UInt8(truncatingIfNeeded: character.value) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
        while let byte = peek(text), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }
}
