public import WebSocketWire

/// What an input does that its receiver must fail the connection for.
public struct LiveOffence: Hashable, Sendable {
    /// A short name that does not change, such as `reservedOpcode`.
    public let name: String
    /// What it is, for a person.
    public let words: String
    /// The rule.
    public let clause: String
    /// The code to close with.
    public let code: CloseCode

    /// What an endpoint complained of.
    public init(_ violation: EndpointViolation) {
        code = violation.closeCode
        words = "\(violation)"
        switch violation {
        case .frame(let frame):
            name = "\(frame.offence)"
            clause = frame.offence.clause
        case .text:
            name = "invalidText"
            clause = "RFC 6455 §8.1"
        case .close(let close):
            (name, clause) = Self.about(close)
        case .messageTooBig, .deflate:
            name = "tooBig"
            clause = "RFC 6455 §10.4"
        }
    }

    private static func about(_ violation: ClosePayloadViolation) -> (name: String, clause: String) {
        switch violation {
        case .oneByte: ("closeOfOneByte", "RFC 6455 §5.5.1")
        // A receiver that takes one wrong code may refuse another: which class it is counts.
        case .forbiddenCode(let code): ("closeCode.\(code.class)", "RFC 6455 §7.4")
        case .reasonNotUTF8: ("invalidReason", "RFC 6455 §5.5.1")
        case .tooLong: ("oversizedControl", "RFC 6455 §5.5")
        }
    }
}
