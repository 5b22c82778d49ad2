/// What a Close frame says: nothing, or a code and a reason (RFC 6455 §5.5.1).
///
/// A value of this type is always legal. For the illegal ones there is ``bytes(code:reasonBytes:)``.
public struct ClosePayload: Sendable {
    /// All that a control frame has room for (RFC 6455 §5.5).
    public static let byteLimit = 125
    /// What the two bytes of the code leave for the reason.
    public static let reasonByteLimit = 123

    /// Nil if the payload is empty, which an API reports as 1005.
    public let code: CloseCode?
    /// Empty if there is none. Meant for people and logs, not for programs.
    public let reason: String

    /// Says nothing.
    public static let empty = ClosePayload(unchecked: nil, "")

    private init(unchecked code: CloseCode?, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// A code, and perhaps a reason; or neither.
    public init(code: CloseCode?, reason: String = "") throws(ClosePayloadMisuse) {
        guard let code else {
            guard reason.isEmpty else { throw .reasonWithoutCode }
            self = .empty
            return
        }
        guard code.mayStandOnTheWire else { throw .forbiddenCode(code) }
        let count = reason.utf8.count
        guard count <= Self.reasonByteLimit else { throw .reasonTooLong(count: count) }
        self.init(unchecked: code, reason)
    }

    /// What to say when failing the connection (RFC 6455 §7.1.7); of a long reason it keeps what fits.
    ///
    /// The code is one of our own violations' and must be legal.
    public static func failing(_ code: CloseCode, reason: String = "") -> ClosePayload {
        precondition(code.mayStandOnTheWire, "a connection cannot be failed with \(code)")
        return ClosePayload(unchecked: code, reason.prefix(utf8Limit: reasonByteLimit))
    }

    /// Reads a Close frame's payload, unmasked.
    public init(parsing bytes: Span<UInt8>) throws(ClosePayloadViolation) {
        guard bytes.count <= Self.byteLimit else { throw .tooLong(count: bytes.count) }
        guard !bytes.isEmpty else {
            self = .empty
            return
        }
        guard bytes.count >= 2 else { throw .oneByte }
        let code = CloseCode(rawValue: UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
        guard code.mayStandOnTheWire else { throw .forbiddenCode(code) }
        let text = bytes.extracting(2...)
        do throws(UTF8Violation) {
            var validator = UTF8Validator()
            try validator.validate(text)
            try validator.finish()
        } catch {
            throw .reasonNotUTF8(offset: error.offset + 2)
        }
        self.init(unchecked: code, String(decoding: text.indices.map { text[$0] }, as: UTF8.self))
    }

    /// The payload as it stands in the frame, before masking.
    public var bytes: [UInt8] {
        Self.bytes(code: code?.rawValue, reasonBytes: Array(reason.utf8))
    }

    /// Any payload, also one that breaks every rule: codes that must not be sent, reasons that are too long,
    /// not UTF-8, or without a code.
    public static func bytes(code: UInt16?, reasonBytes: [UInt8]) -> [UInt8] {
        guard let code else { return reasonBytes }
        return [UInt8(code >> 8), UInt8(code & 0xFF)] + reasonBytes
    }
}

extension ClosePayload: Hashable {
    /// Compares the bytes: Swift calls `é` and `e` with an accent the same string, the wire does not.
    public static func == (left: ClosePayload, right: ClosePayload) -> Bool {
        left.code == right.code && left.reason.utf8.elementsEqual(right.reason.utf8)
    }

    /// Hashes what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        for byte in reason.utf8 { hasher.combine(byte) }
    }
}

extension ClosePayload: CustomStringConvertible {
    /// `empty`, `1000 (Normal Closure)` or `4001 (for applications) "reason"`.
    public var description: String {
        guard let code else { return "empty" }
        return reason.isEmpty ? "\(code)" : "\(code) \(reason.debugDescription)"
    }
}

extension String {
    /// As much as fits in so many bytes without cutting a scalar.
    fileprivate func prefix(utf8Limit limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var room = limit
        var kept = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            kept.append(scalar)
        }
        return String(kept)
    }
}
