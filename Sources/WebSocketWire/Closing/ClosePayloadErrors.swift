/// A peer sent a Close frame whose payload breaks a rule.
public enum ClosePayloadViolation: Error, Hashable, Sendable {
    /// One byte: there is room for no code or for a whole one (RFC 6455 §5.5.1).
    case oneByte
    /// A code that must not stand in a frame (§7.4).
    case forbiddenCode(CloseCode)
    /// The reason is not UTF-8 (§5.5.1); the offset counts from the payload's first byte.
    case reasonNotUTF8(offset: Int)
    /// More than a control frame may carry (§5.5).
    case tooLong(count: Int)

    /// What RFC 6455 §7.4.1 asks to close with.
    public var closeCode: CloseCode {
        switch self {
        case .oneByte, .forbiddenCode, .tooLong: .protocolError
        case .reasonNotUTF8: .invalidPayload
        }
    }
}

extension ClosePayloadViolation: CustomStringConvertible {
    /// What is wrong, and what was expected.
    public var description: String {
        switch self {
        case .oneByte:
            "a Close payload of 1 byte: expected none, or a code of two bytes and perhaps a reason"
        case .forbiddenCode(let code):
            "close code \(code.rawValue) must not stand in a frame (\(code.name)): expected 1000–1003,"
                + " 1007–1014 or 3000–4999"
        case .reasonNotUTF8(let offset):
            "the reason of a Close is not UTF-8, at offset \(offset) of the payload"
        case .tooLong(let count):
            "a Close payload of \(count) bytes: at most \(ClosePayload.byteLimit) fit in a control frame"
        }
    }
}

/// The caller asked for a Close that must not be sent.
public enum ClosePayloadMisuse: Error, Hashable, Sendable {
    /// A code that must not stand in a frame.
    case forbiddenCode(CloseCode)
    /// The reason has more bytes of UTF-8 than fit beside the code.
    case reasonTooLong(count: Int)
    /// A reason needs a code before it.
    case reasonWithoutCode
}

extension ClosePayloadMisuse: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .forbiddenCode(let code):
            "close code \(code.rawValue) must not be sent (\(code.name)): use 1000–1003, 1007–1014 or 3000–4999"
        case .reasonTooLong(let count):
            "the reason has \(count) bytes of UTF-8: shorten it to \(ClosePayload.reasonByteLimit)"
        case .reasonWithoutCode:
            "a reason cannot be sent without a code: use 1000 if nothing went wrong"
        }
    }
}
