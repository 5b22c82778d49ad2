/// The checks that requests and responses share.
struct HeaderRules {
    let headers: HTTPHeaders
    let writer: HandshakeParty

    func violation(_ kind: HandshakeViolation.Kind) -> HandshakeViolation {
        HandshakeViolation(kind, from: writer)
    }

    func atMostOne(_ name: String) throws(HandshakeViolation) -> String? {
        let values = headers.values(of: name)
        guard values.count <= 1 else { throw violation(.repeatedHeader(name, count: values.count)) }
        return values.first
    }

    func exactlyOne(_ name: String) throws(HandshakeViolation) -> String {
        guard let value = try atMostOne(name) else { throw violation(.missingHeader(name)) }
        return value
    }

    /// A request may offer other protocols beside websocket (RFC 6455 §4.1, item 5); a response must name it
    /// and nothing else (§4.1, the client's item 2).
    func requireUpgrade() throws(HandshakeViolation) {
        guard let found = headers.combined("Upgrade") else { throw violation(.missingHeader("Upgrade")) }
        let isWebSocket = { HTTPGrammar.equalsIgnoringCase($0, "websocket") }
        let protocols = headers.elements(of: "Upgrade")
        let fits =
            switch writer {
            case .client: protocols.contains(where: isWebSocket)
            case .server: protocols.count == 1 && protocols.allSatisfy(isWebSocket)
            }
        guard fits else { throw violation(.upgradeIsNotWebSocket(found: found)) }
    }

    func requireConnectionUpgrade() throws(HandshakeViolation) {
        guard let found = headers.combined("Connection") else {
            throw violation(.missingHeader("Connection"))
        }
        guard headers.contains("upgrade", in: "Connection") else {
            throw violation(.connectionLacksUpgrade(found: found))
        }
    }

    func extensions() throws(HandshakeViolation) -> [ExtensionOffer] {
        guard let value = headers.combined("Sec-WebSocket-Extensions") else { return [] }
        return try ExtensionOffer.parse(value, from: writer)
    }
}
