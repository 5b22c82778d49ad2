/// What a peer did that an endpoint must fail the connection for (RFC 6455 §7.1.7).
public enum EndpointViolation: Error, Hashable, Sendable {
    /// A frame that may not be.
    case frame(FrameViolation)
    /// A text message that is not UTF-8; the offset counts from the message's first byte (§8.1).
    case text(UTF8Violation)
    /// A Close frame whose payload may not be (§5.5.1).
    case close(ClosePayloadViolation)
    /// A message that grows past the limit, where frames alone do not show it: compressed ones may take more
    /// bytes on the wire than they have.
    case messageTooBig(limit: UInt64)
    /// Compressed data that is damaged, or grows too big (RFC 7692).
    case deflate(InflateViolation)

    /// The code to close with.
    public var closeCode: CloseCode {
        switch self {
        case .frame(let violation): violation.closeCode
        case .text: .invalidPayload
        case .close(let violation): violation.closeCode
        case .messageTooBig: .messageTooBig
        case .deflate(let violation): CloseCode(rawValue: violation.closeCode)
        }
    }
}

extension EndpointViolation: CustomStringConvertible {
    /// What the violation says of itself.
    public var description: String {
        switch self {
        case .frame(let violation): violation.description
        case .text(let violation): "a text message that is not UTF-8: \(violation)"
        case .close(let violation): "a malformed Close frame: \(violation)"
        case .messageTooBig(let limit): "a message of more than \(limit) bytes"
        case .deflate(let violation): "damaged compression: \(violation)"
        }
    }
}
