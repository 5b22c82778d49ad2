extension DeflateParameters {
    /// The client's side: checks a server's answer against the offer it answers (RFC 7692 §7.1).
    ///
    /// A violation means that the client must fail the connection.
    public static func accept(
        _ answer: ExtensionOffer, for offer: DeflateOffer
    ) throws(DeflateNegotiationViolation) -> DeflateParameters {
        let answered = try DeflateOffer(answer)
        if offer.serverNoContextTakeover && !answered.serverNoContextTakeover {
            throw .demandLeftOut(parameter: DeflateToken.serverNoContextTakeover)
        }
        return DeflateParameters(
            serverNoContextTakeover: answered.serverNoContextTakeover,
            // A client keeps its word even where the answer does not repeat it (RFC 7692 §7.1.1.2).
            clientNoContextTakeover: answered.clientNoContextTakeover || offer.clientNoContextTakeover,
            serverMaxWindowBits: try serverWindow(answered, for: offer),
            clientMaxWindowBits: try clientWindow(answered, for: offer))
    }

    private static func serverWindow(
        _ answered: DeflateOffer, for offer: DeflateOffer
    ) throws(DeflateNegotiationViolation) -> WindowBits {
        guard let offered = offer.serverMaxWindowBits else { return answered.serverMaxWindowBits ?? .max }
        guard let bits = answered.serverMaxWindowBits else {
            throw .demandLeftOut(parameter: DeflateToken.serverMaxWindowBits)
        }
        return try requireNotLarger(bits, than: offered, DeflateToken.serverMaxWindowBits)
    }

    private static func clientWindow(
        _ answered: DeflateOffer, for offer: DeflateOffer
    ) throws(DeflateNegotiationViolation) -> WindowBits {
        switch (offer.clientMaxWindowBits, answered.clientMaxWindowBits) {
        case (_, .limitable): throw .missingValue(parameter: DeflateToken.clientMaxWindowBits)
        case (.notOffered, .atMost): throw .clientWindowNotOffered
        case (.notOffered, .notOffered), (.limitable, .notOffered): return .max
        case (.limitable, .atMost(let bits)): return bits
        // The offered value binds the client even where the answer does not repeat it (RFC 7692 §7.1.2.2).
        case (.atMost(let offered), .notOffered): return offered
        case (.atMost(let offered), .atMost(let bits)):
            return try requireNotLarger(bits, than: offered, DeflateToken.clientMaxWindowBits)
        }
    }

    private static func requireNotLarger(
        _ answered: WindowBits, than offered: WindowBits, _ parameter: String
    ) throws(DeflateNegotiationViolation) -> WindowBits {
        guard answered <= offered else {
            throw .windowTooLarge(parameter: parameter, offered: offered, answered: answered)
        }
        return answered
    }
}

/// What a server wants of permessage-deflate when a client offers it.
public struct DeflatePreferences: Hashable, Sendable {
    /// Forget our window after each message, though the client need not ask: less memory, worse ratio.
    public var serverNoContextTakeover: Bool
    /// Tell the client to forget its window after each message, so that we need not remember it.
    public var clientNoContextTakeover: Bool
    /// The largest window to compress with.
    public var serverMaxWindowBits: WindowBits
    /// The largest window to inflate with; a client that does not offer the parameter cannot be held to it.
    public var clientMaxWindowBits: WindowBits

    /// Preferences; the defaults compress best.
    public init(
        serverNoContextTakeover: Bool = false, clientNoContextTakeover: Bool = false,
        serverMaxWindowBits: WindowBits = .max, clientMaxWindowBits: WindowBits = .max
    ) {
        self.serverNoContextTakeover = serverNoContextTakeover
        self.clientNoContextTakeover = clientNoContextTakeover
        self.serverMaxWindowBits = serverMaxWindowBits
        self.clientMaxWindowBits = clientMaxWindowBits
    }

    /// The server's side: takes the first acceptable offer, or none.
    ///
    /// An offer with anything wrong in it is declined, not an error (RFC 7692 §7.1). Offers stand in the client's
    /// order of preference (RFC 7692 §5.1).
    public func choose(from offers: [ExtensionOffer]) -> DeflateAgreement? {
        for element in offers {
            if let offer = try? DeflateOffer(element) { return accept(offer) }
        }
        return nil
    }

    /// Answers an offer: there is none that cannot be met.
    public func accept(_ offer: DeflateOffer) -> DeflateAgreement {
        var parameters = DeflateParameters(
            serverNoContextTakeover: serverNoContextTakeover || offer.serverNoContextTakeover,
            clientNoContextTakeover: clientNoContextTakeover || offer.clientNoContextTakeover,
            serverMaxWindowBits: min(serverMaxWindowBits, offer.serverMaxWindowBits ?? .max))
        switch offer.clientMaxWindowBits {
        case .notOffered: break
        case .limitable: parameters.clientMaxWindowBits = clientMaxWindowBits
        case .atMost(let bits): parameters.clientMaxWindowBits = min(bits, clientMaxWindowBits)
        }
        return DeflateAgreement(parameters: parameters, answer: answer(parameters, to: offer))
    }

    /// A limit is written down where it limits; one that was asked for must be, even at 15 (RFC 7692 §7.1.2.1).
    private func answer(_ parameters: DeflateParameters, to offer: DeflateOffer) -> ExtensionOffer {
        let serverBits = parameters.serverMaxWindowBits
        let clientBits = parameters.clientMaxWindowBits
        let serverLimited = serverBits < .max || offer.serverMaxWindowBits != nil
        return DeflateOffer(
            serverNoContextTakeover: parameters.serverNoContextTakeover,
            clientNoContextTakeover: parameters.clientNoContextTakeover,
            serverMaxWindowBits: serverLimited ? serverBits : nil,
            clientMaxWindowBits: clientBits < .max ? .atMost(clientBits) : .notOffered
        ).element
    }
}

/// What a server agreed to, and how it says so.
public struct DeflateAgreement: Hashable, Sendable {
    /// What holds from now on.
    public let parameters: DeflateParameters
    /// The element for the response's `Sec-WebSocket-Extensions`.
    public let answer: ExtensionOffer
}
