/// Why an element of `Sec-WebSocket-Extensions` is no valid permessage-deflate offer or answer.
///
/// A server declines such an offer and goes on; a client fails the connection over such an answer (RFC 7692 §7.1).
public enum DeflateNegotiationViolation: Error, Hashable, Sendable {
    /// The element names another extension; in an answer, one that was not offered (RFC 6455 §4.1).
    case otherExtension(name: String)
    /// RFC 7692 §7.1 defines four parameters, and this is none of them.
    case unknownParameter(String)
    /// A parameter stands twice.
    case duplicateParameter(String)
    /// `server_max_window_bits`, or an answer's `client_max_window_bits`, without its value (§7.1.2.1, §7.1.2.2).
    case missingValue(parameter: String)
    /// A `…_no_context_takeover` with a value (§7.1.1.1, §7.1.1.2).
    case unexpectedValue(parameter: String, value: String)
    /// Not a decimal number 8...15 without leading zeros (§7.1.2.1, §7.1.2.2).
    case badWindowBits(parameter: String, value: String)
    /// The answer has `client_max_window_bits`, which the offer did not (§7.1.2.2).
    case clientWindowNotOffered
    /// The answer allows a larger window than was offered (§7.1.2.1, §7.1.2.2).
    case windowTooLarge(parameter: String, offered: WindowBits, answered: WindowBits)
    /// The offer asked for this parameter and the answer leaves it out (§7.1.1.1, §7.1.2.1).
    case demandLeftOut(parameter: String)
}

extension DeflateNegotiationViolation: CustomStringConvertible {
    /// What is wrong and what was expected.
    public var description: String {
        switch self {
        case .otherExtension(let name):
            "extension \(quoted(name)) is not permessage-deflate"
        case .unknownParameter(let name):
            "permessage-deflate has no parameter \(quoted(name)) (RFC 7692 §7.1)"
        case .duplicateParameter(let name):
            "parameter \(quoted(name)) of permessage-deflate stands twice (RFC 7692 §7.1)"
        case .missingValue(let name):
            "\(name) needs a value here, 8 to 15 (RFC 7692 §7.1.2)"
        case .unexpectedValue(let name, let value):
            "\(name) takes no value, but has \(quoted(value)) (RFC 7692 §7.1.1)"
        case .badWindowBits(let name, let value):
            "\(name) is \(quoted(value)); expected 8 to 15 without leading zeros (RFC 7692 §7.1.2)"
        case .clientWindowNotOffered:
            "the answer has client_max_window_bits, which was not offered (RFC 7692 §7.1.2.2)"
        case .windowTooLarge(let name, let offered, let answered):
            "the answer's \(name)=\(answered) is larger than the \(offered) offered (RFC 7692 §7.1.2)"
        case .demandLeftOut(let name):
            "the offer asked for \(name) and the answer leaves it out (RFC 7692 §7.1)"
        }
    }
}

/// Text from the wire, escaped and cut, so that an error stays one short line.
private func quoted(_ text: String) -> String {
    text.count > 40 ? String(text.prefix(40)).debugDescription + "…" : text.debugDescription
}
