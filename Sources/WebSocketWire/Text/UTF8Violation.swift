/// A peer sent text that is not UTF-8 (RFC 6455 §8.1).
public struct UTF8Violation: Error, Hashable, Sendable {
    /// What is wrong at that place.
    public enum Kind: Hashable, Sendable {
        /// A byte that cannot stand here in any text.
        case impossible(UInt8)
        /// The text ended inside a character.
        case incomplete
    }

    /// Where, counted from the first byte of the text; at an early end, the text's length.
    public let offset: Int
    /// What is wrong there.
    public let kind: Kind

    /// What RFC 6455 §7.4.1 asks to close with.
    public var closeCode: CloseCode { .invalidPayload }
}

extension UTF8Violation: CustomStringConvertible {
    /// What is wrong, where, and what was expected.
    public var description: String {
        switch kind {
        case .impossible(let byte):
            let digits = String(byte, radix: 16, uppercase: true)
            let padded = digits.count < 2 ? "0" + digits : digits
            return "byte 0x\(padded) at offset \(offset) of the text cannot be part of UTF-8 there"
        case .incomplete:
            return "the text ends at offset \(offset) inside a UTF-8 character"
        }
    }
}
