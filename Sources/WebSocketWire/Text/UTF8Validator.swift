/// Says of a text message, as its bytes arrive in pieces, whether it can still be UTF-8 (RFC 6455 §8.1).
///
/// It fails at the first byte that no continuation could repair, and not later: after `F4` the byte `90` is
/// already impossible, though the character has two more bytes to come. What it says does not depend on how
/// the message was cut: a character may begin in one fragment and end in the next (§5.6).
///
/// The bulk goes to the standard library's validator, at memory speed for ASCII. Only a character that lies
/// across two pieces, and the surroundings of an error, are looked at byte by byte.
public struct UTF8Validator: Sendable {
    private var expected = ExpectedByte.first
    /// How many bytes of the message were taken.
    private var count = 0
    private var violation: UTF8Violation?

    /// A validator at the start of a message.
    public init() {}

    /// Takes the next piece of the message. Once it has thrown, it throws the same for all that follows.
    public mutating func validate(_ bytes: Span<UInt8>) throws(UTF8Violation) {
        if let violation { throw violation }
        var start = 0
        while expected != .first, start < bytes.count {
            try step(bytes[start])
            start += 1
        }
        // A character may be cut at the end of the piece. Its first byte, if so, is the last that is none of
        // the kind 10xxxxxx, among the last three.
        var end = bytes.count
        for index in (max(start, bytes.count - 3)..<max(start, bytes.count)).reversed()
        where !bytes[index].isContinuation {
            end = index
            break
        }
        try validateWhole(bytes.extracting(start..<end))
        for index in end..<bytes.count { try step(bytes[index]) }
    }

    /// Ends the message, and makes ready for the next: a character that still lacks bytes is a violation.
    public mutating func finish() throws(UTF8Violation) {
        defer { self = UTF8Validator() }
        if let violation { throw violation }
        if expected != .first { throw UTF8Violation(offset: count, kind: .incomplete) }
    }

    /// Takes bytes that begin and end with whole characters, if they are valid at all.
    private mutating func validateWhole(_ bytes: Span<UInt8>) throws(UTF8Violation) {
        if bytes.isEmpty { return }
        do {
            _ = try UTF8Span(validating: bytes)
            count += bytes.count
        } catch {
            // The error tells where the bad character begins; stepping tells which of its bytes is to blame.
            let bad = error.byteOffsets.lowerBound
            count += bad
            for index in bad..<bytes.count { try step(bytes[index]) }
        }
    }

    private mutating func step(_ byte: UInt8) throws(UTF8Violation) {
        guard let next = expected.after(byte) else {
            let found = UTF8Violation(offset: count, kind: .impossible(byte))
            violation = found
            throw found
        }
        expected = next
        count += 1
    }
}

/// Which bytes may come next, and how many continuation bytes still have to.
///
/// The first continuation byte is where overlong forms (after E0, F0), surrogates (after ED) and numbers above
/// U+10FFFF (after F4) show: RFC 3629 §4.
private struct ExpectedByte: Equatable {
    var continuations: UInt8
    var allowed: ClosedRange<UInt8>

    /// Between two characters; the range is that of ASCII.
    static let first = ExpectedByte(continuations: 0, allowed: 0x00...0x7F)

    func after(_ byte: UInt8) -> ExpectedByte? {
        if continuations == 0 { return ExpectedByte(afterFirst: byte) }
        guard allowed.contains(byte) else { return nil }
        return continuations == 1
            ? .first : ExpectedByte(continuations: continuations - 1, allowed: 0x80...0xBF)
    }

    init(continuations: UInt8, allowed: ClosedRange<UInt8>) {
        self.continuations = continuations
        self.allowed = allowed
    }

    private init?(afterFirst byte: UInt8) {
        switch byte {
        case 0x00...0x7F: self = .first
        case 0xC2...0xDF: self.init(continuations: 1, allowed: 0x80...0xBF)
        case 0xE0: self.init(continuations: 2, allowed: 0xA0...0xBF)
        case 0xED: self.init(continuations: 2, allowed: 0x80...0x9F)
        case 0xE1...0xEF: self.init(continuations: 2, allowed: 0x80...0xBF)
        case 0xF0: self.init(continuations: 3, allowed: 0x90...0xBF)
        case 0xF1...0xF3: self.init(continuations: 3, allowed: 0x80...0xBF)
        case 0xF4: self.init(continuations: 3, allowed: 0x80...0x8F)
        default: return nil
        }
    }
}

extension UInt8 {
    fileprivate var isContinuation: Bool { self & 0xC0 == 0x80 }
}
