/// An IPv4 address as URLs may write it: one to four numbers, in decimal, octal (0…) or hexadecimal (0x…), the
/// last of which fills what is left (`127.1`).
struct IPv4Literal: CustomStringConvertible {
    let value: UInt32

    init?(_ text: String) {
        var parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true, parts.count > 1 { parts.removeLast() }
        guard parts.count <= 4 else { return nil }
        let numbers = parts.compactMap(Self.number)
        guard numbers.count == parts.count, let last = numbers.last else { return nil }
        let leading = numbers.dropLast()
        guard leading.allSatisfy({ $0 <= 255 }), last < 1 << (8 * (5 - numbers.count)) else { return nil }
        let high = leading.enumerated().reduce(0) { $0 | $1.element << (24 - 8 * $1.offset) }
        value = UInt32(truncatingIfNeeded: high | last)
    }

    var description: String {
        [24, 16, 8, 0].map { String(value >> $0 & 255) }.joined(separator: ".")
    }

    static func number(_ text: Substring.UTF8View) -> UInt64? {
        let isHex = text.starts(with: "0x".utf8) || text.starts(with: "0X".utf8)
        if isHex {
            let digits = text.dropFirst(2)
            guard digits.allSatisfy(HTTPGrammar.isHexDigit) else { return nil }
            return digits.isEmpty ? 0 : UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
        }
        guard !text.isEmpty, text.allSatisfy(HTTPGrammar.isDigit) else { return nil }
        let isOctal = text.count > 1 && text.first == UInt8(ascii: "0")
        return UInt64(String(decoding: text, as: UTF8.self), radix: isOctal ? 8 : 10)
    }
}

/// An IPv6 address without its brackets (RFC 4291 §2.2). Zone identifiers are no part of URLs.
struct IPv6Literal: CustomStringConvertible {
    let pieces: [UInt16]

    init?(_ text: some Collection<UInt8>) {
        let bytes = Array(text)
        guard !bytes.isEmpty else { return nil }
        guard let gap = Self.gap(in: bytes) else {
            guard let pieces = Self.pieces(bytes[...], mayEndInIPv4: true), pieces.count == 8 else {
                return nil
            }
            self.pieces = pieces
            return
        }
        guard let head = Self.pieces(bytes[..<gap], mayEndInIPv4: false),
            let tail = Self.pieces(bytes[(gap + 2)...], mayEndInIPv4: true),
            head.count + tail.count <= 7
        else { return nil }
        pieces = head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// The shortest form: no leading zeros, the longest run of two or more zero pieces (the first of several)
    /// as "::" (RFC 5952 §4).
    var description: String {
        let run = longestZeroRun
        let text = { (pieces: ArraySlice<UInt16>) in
            pieces.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard run.count > 1 else { return text(pieces[...]) }
        return text(pieces[..<run.lowerBound]) + "::" + text(pieces[run.upperBound...])
    }

    private var longestZeroRun: Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0...pieces.count {
            if index < pieces.count, pieces[index] == 0 { continue }
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest
    }

    /// Where the first "::" stands. A second one leaves an empty piece, which `pieces` refuses.
    private static func gap(in bytes: [UInt8]) -> Int? {
        bytes.indices.dropLast().first {
            bytes[$0] == HTTPGrammar.colon && bytes[$0 + 1] == HTTPGrammar.colon
        }
    }

    private static func pieces(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var pieces: [UInt16] = []
        let parts = text.split(separator: HTTPGrammar.colon, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let tail = embeddedIPv4(part) else { return nil }
                pieces += tail
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(HTTPGrammar.isHexDigit),
                    let piece = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
                else { return nil }
                pieces.append(piece)
            }
        }
        return pieces
    }

    /// Four decimals, no leading zeros.
    private static func embeddedIPv4(_ text: ArraySlice<UInt8>) -> [UInt16]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part -> UInt16? in
            guard part.count == 1 || part.first != UInt8(ascii: "0"), let number = HTTPGrammar.number(part),
                number <= 255
            else { return nil }
            return UInt16(number)
        }
        guard parts.count == 4, numbers.count == 4 else { return nil }
        return [numbers[0] << 8 | numbers[1], numbers[2] << 8 | numbers[3]]
    }
}
