/// Why a text is no JSON: where, and what was expected there.
public struct JSONViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// Bytes before the place.
    public let offset: Int
    /// What was expected.
    public let expected: String

    /// `expected a value at byte 17`
    public var description: String { "expected \(expected) at byte \(offset)" }
}

extension JSONValue {
    /// Reads a whole text: one value, and nothing but space around it.
    public init(_ text: Span<UInt8>) throws(JSONViolation) {
        var reader = JSONValueReader()
        self = try reader.value(text, depth: 0)
        reader.skipSpace(text)
        guard reader.position == text.count else { throw reader.expected("the end") }
    }
}

/// Where one stands in a text.
private struct JSONValueReader {
    var position = 0

    /// Deeper texts are refused: reading them takes as many frames on the stack.
    private static let deepest = 64

    mutating func value(_ text: Span<UInt8>, depth: Int) throws(JSONViolation) -> JSONValue {
        skipSpace(text)
        guard depth < Self.deepest else { throw expected("no more than \(Self.deepest) levels") }
        switch peek(text) {
        case UInt8(ascii: "{"): return try object(text, depth)
        case UInt8(ascii: "["): return try array(text, depth)
        case UInt8(ascii: "\""): return .text(try string(text))
        case UInt8(ascii: "t"): return try word("true", .flag(true), text)
        case UInt8(ascii: "f"): return try word("false", .flag(false), text)
        case UInt8(ascii: "n"): return try word("null", .null, text)
        default: return try number(text)
        }
    }

    private mutating func object(_ text: Span<UInt8>, _ depth: Int) throws(JSONViolation) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        skipSpace(text)
        if take("}", text) { return .object([]) }
        while true {
            skipSpace(text)
            guard peek(text) == UInt8(ascii: "\"") else { throw expected("a name in quotes") }
            let name = try string(text)
            skipSpace(text)
            guard take(":", text) else { throw expected("a colon") }
            members.append(JSONValue.Member(name, try value(text, depth: depth + 1)))
            skipSpace(text)
            if take("}", text) { return .object(members) }
            guard take(",", text) else { throw expected("a comma or }") }
        }
    }

    private mutating func array(_ text: Span<UInt8>, _ depth: Int) throws(JSONViolation) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace(text)
        if take("]", text) { return .array([]) }
        while true {
            elements.append(try value(text, depth: depth + 1))
            skipSpace(text)
            if take("]", text) { return .array(elements) }
            guard take(",", text) else { throw expected("a comma or ]") }
        }
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue, _ text: Span<UInt8>
    ) throws(JSONViolation) -> JSONValue {
        for byte in "\(word)".utf8 {
            guard peek(text) == byte else { throw expected("a value") }
            position += 1
        }
        return value
    }

    // MARK: Numbers

    /// RFC 8259 §6: no plus sign, no leading zero, digits on both sides of the point.
    private mutating func number(_ text: Span<UInt8>) throws(JSONViolation) -> JSONValue {
        let start = position
        let isNegative = take("-", text)
        guard let first = peek(text), Self.isDigit(first) else { throw expected("a value") }
        var magnitude: Int128? = 0
        var isWhole = true
        if first == UInt8(ascii: "0") { position += 1 } else { magnitude = digits(text) }
        if take(".", text) {
            isWhole = false
            try someDigits(text)
        }
        if take("e", text) || take("E", text) {
            isWhole = false
            if !take("+", text) { take("-", text) }
            try someDigits(text)
        }
        if isWhole, let magnitude { return .integer(isNegative ? -magnitude : magnitude) }
        guard let number = Double(Self.string(text, start..<position)), number.isFinite else {
            throw JSONViolation(offset: start, expected: "a number of 64 bits")
        }
        return .decimal(number)
    }

    /// Nil when they are too many.
    private mutating func digits(_ text: Span<UInt8>) -> Int128? {
        var value: Int128? = 0
        while let byte = peek(text), Self.isDigit(byte) {
            value = value.flatMap { value in
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, overflowsToo) = product.addingReportingOverflow(
                    Int128(byte) - Int128(UInt8(ascii: "0")))
                return overflow || overflowsToo ? nil : sum
            }
            position += 1
        }
        return value
    }

    private mutating func someDigits(_ text: Span<UInt8>) throws(JSONViolation) {
        guard let byte = peek(text), Self.isDigit(byte) else { throw expected("a digit") }
        while let byte = peek(text), Self.isDigit(byte) { position += 1 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    // MARK: Strings

    private mutating func string(_ text: Span<UInt8>) throws(JSONViolation) -> String {
        let quote = position
        position += 1
        let start = position
        // Nearly all strings have no escapes: they are taken as they stand.
        while let byte = peek(text), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            position += 1
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(position - start)
        for index in start..<position { bytes.append(text[index]) }
        while let byte = peek(text), byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw expected("\\u escapes for control characters") }
            position += 1
            if byte == UInt8(ascii: "\\") { try escape(text, into: &bytes) } else { bytes.append(byte) }
        }
        guard take("\"", text) else { throw expected("a closing quote") }
        guard let string = String(validating: bytes, as: UTF8.self) else {
            throw JSONViolation(offset: quote, expected: "a string of UTF-8")
        }
        return string
    }

    private mutating func escape(_ text: Span<UInt8>, into bytes: inout [UInt8]) throws(JSONViolation) {
        guard let byte = peek(text) else { throw expected("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "u"): bytes.append(contentsOf: Character(try scalar(text)).utf8)
        default: throw JSONViolation(offset: position - 2, expected: "a known escape")
        }
    }

    /// Half a surrogate pair is no character (RFC 8259 §8.2 leaves open what then), so it shows as U+FFFD.
    private mutating func scalar(_ text: Span<UInt8>) throws(JSONViolation) -> Unicode.Scalar {
        let first = try hexWord(text)
        if let scalar = Unicode.Scalar(first) { return scalar }
        let behind = position
        guard (0xD800...0xDBFF).contains(first), take("\\", text), take("u", text) else {
            position = behind
            return "\u{FFFD}"
        }
        let second = try hexWord(text)
        guard (0xDC00...0xDFFF).contains(second) else {
            position = behind
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + ((first & 0x3FF) << 10 | (second & 0x3FF))) ?? "\u{FFFD}"
    }

    private mutating func hexWord(_ text: Span<UInt8>) throws(JSONViolation) -> UInt32 {
        var word: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(text), byte < 0x80,
                let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw expected("four hexadecimal digits") }
            word = word << 4 | UInt32(digit)
            position += 1
        }
        return word
    }

    private static func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        for index in range { bytes.append(text[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Bytes

    private func peek(_ text: Span<UInt8>) -> UInt8? { position < text.count ? text[position] : nil }

    @discardableResult
    private mutating func take(_ character: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
        guard peek(text) == UInt8(truncatingIfNeeded: character.value) else { return false }
        position += 1
        return true
    }

    mutating func skipSpace(_ text: Span<UInt8>) {
        while let byte = peek(text), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            position += 1
        }
    }

    func expected(_ what: String) -> JSONViolation { JSONViolation(offset: position, expected: what) }
}
