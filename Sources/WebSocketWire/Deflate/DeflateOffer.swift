/// What a client offers for permessage-deflate (RFC 7692 §7.1).
public struct DeflateOffer: Hashable, Sendable {
    /// What a client says about its own window (RFC 7692 §7.1.2.2).
    public enum ClientWindow: Hashable, Sendable {
        /// Nothing: the server cannot limit it.
        case notOffered
        /// The server may limit it, to any size.
        case limitable
        /// It is this at most, and the server may ask for less.
        case atMost(WindowBits)
    }

    /// Asks the server to forget its window after each message; it must, or decline the offer.
    public var serverNoContextTakeover: Bool
    /// Says that this client is not going to use its window across messages, whatever the server answers.
    public var clientNoContextTakeover: Bool
    /// The largest window the server may compress with, or nil for any.
    public var serverMaxWindowBits: WindowBits?
    /// Whether the server may limit this client's window.
    public var clientMaxWindowBits: ClientWindow

    /// An offer. The default is what browsers send: `permessage-deflate; client_max_window_bits`.
    public init(
        serverNoContextTakeover: Bool = false, clientNoContextTakeover: Bool = false,
        serverMaxWindowBits: WindowBits? = nil, clientMaxWindowBits: ClientWindow = .limitable
    ) {
        self.serverNoContextTakeover = serverNoContextTakeover
        self.clientNoContextTakeover = clientNoContextTakeover
        self.serverMaxWindowBits = serverMaxWindowBits
        self.clientMaxWindowBits = clientMaxWindowBits
    }

    /// Reads one element of `Sec-WebSocket-Extensions`, and refuses what RFC 7692 §7.1 says must be declined.
    public init(_ element: ExtensionOffer) throws(DeflateNegotiationViolation) {
        guard element.name == DeflateToken.name else { throw .otherExtension(name: element.name) }
        self.init(clientMaxWindowBits: .notOffered)
        var seen: Set<String> = []
        for parameter in element.parameters {
            guard seen.insert(parameter.name).inserted else { throw .duplicateParameter(parameter.name) }
            try read(parameter)
        }
    }

    /// The offer as an element of `Sec-WebSocket-Extensions`.
    public var element: ExtensionOffer {
        var parameters: [ExtensionOffer.Parameter] = []
        if serverNoContextTakeover { parameters.append(.init(DeflateToken.serverNoContextTakeover)) }
        if clientNoContextTakeover { parameters.append(.init(DeflateToken.clientNoContextTakeover)) }
        if let bits = serverMaxWindowBits {
            parameters.append(.init(DeflateToken.serverMaxWindowBits, bits.description))
        }
        switch clientMaxWindowBits {
        case .notOffered: break
        case .limitable: parameters.append(.init(DeflateToken.clientMaxWindowBits))
        case .atMost(let bits): parameters.append(.init(DeflateToken.clientMaxWindowBits, bits.description))
        }
        return ExtensionOffer(DeflateToken.name, parameters: parameters)
    }

    private mutating func read(_ parameter: ExtensionOffer.Parameter) throws(DeflateNegotiationViolation) {
        switch parameter.name {
        case DeflateToken.serverNoContextTakeover:
            try requireNoValue(parameter)
            serverNoContextTakeover = true
        case DeflateToken.clientNoContextTakeover:
            try requireNoValue(parameter)
            clientNoContextTakeover = true
        case DeflateToken.serverMaxWindowBits:
            guard let bits = try windowBits(parameter) else { throw .missingValue(parameter: parameter.name) }
            serverMaxWindowBits = bits
        case DeflateToken.clientMaxWindowBits:
            clientMaxWindowBits = try windowBits(parameter).map { .atMost($0) } ?? .limitable
        default: throw .unknownParameter(parameter.name)
        }
    }
}

private func requireNoValue(_ parameter: ExtensionOffer.Parameter) throws(DeflateNegotiationViolation) {
    guard let value = parameter.value else { return }
    throw .unexpectedValue(parameter: parameter.name, value: value)
}

private func windowBits(
    _ parameter: ExtensionOffer.Parameter
) throws(DeflateNegotiationViolation) -> WindowBits? {
    guard let value = parameter.value else { return nil }
    guard let bits = WindowBits(parameterValue: value) else {
        throw .badWindowBits(parameter: parameter.name, value: value)
    }
    return bits
}
