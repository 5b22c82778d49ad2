/// A server's 101, checked: who has one holds an answer that RFC 6455 §4.1 lets its client accept.
///
/// A server's "no" is a `HandshakeRefusal`.
public struct HandshakeResponse: Hashable, Sendable {
    /// The status line and all headers, as read or as they will be written.
    public let head: ResponseHead
    /// The subprotocol the server chose, if any.
    public let subprotocol: String?
    /// The extensions the server chose. Whether their parameters fit the offer is for each extension to say.
    public let extensions: [ExtensionOffer]

    /// Checks what a server sent against the request it answers (RFC 6455 §4.1, the client's items 1 to 6).
    ///
    /// A 1xx status that `isInterim` is no answer yet: skip such heads before this.
    ///
    /// - Parameter requireSubprotocol: the browsers' rule (WHATWG WebSockets, "establish a WebSocket
    ///   connection"): who offered subprotocols accepts no answer without one. RFC 6455 lets it pass.
    public init(
        _ head: ResponseHead, answering request: HandshakeRequest, requireSubprotocol: Bool = false
    ) throws(HandshakeViolation) {
        self.head = head
        let rules = HeaderRules(headers: head.headers, writer: .server)
        guard head.status == 101 else { throw rules.violation(.refused(head)) }
        guard head.version.canUpgrade else {
            throw rules.violation(.unsupportedHTTPVersion(head.version))
        }
        try rules.requireUpgrade()
        try rules.requireConnectionUpgrade()
        try rules.requireAccept(of: request.key)
        extensions = try rules.chosenExtensions(of: request.extensions.map(\.name))
        subprotocol = try rules.chosenSubprotocol(of: request.subprotocols, required: requireSubprotocol)
    }

    /// Makes the 101 of a server. The parts are checked as the client would check them.
    public init(
        accepting request: HandshakeRequest, subprotocol: String? = nil, extensions: [ExtensionOffer] = [],
        extraHeaders: HTTPHeaders = [:]
    ) throws(HandshakeViolation) {
        var headers: HTTPHeaders = [
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Accept": request.key.accept,
        ]
        if let subprotocol { headers.append("Sec-WebSocket-Protocol", subprotocol) }
        if !extensions.isEmpty {
            headers.append("Sec-WebSocket-Extensions", ExtensionOffer.headerValue(extensions))
        }
        headers.append(contentsOf: extraHeaders)
        try headers.checkWritable(from: .server)
        let head = ResponseHead(status: 101, reason: ResponseHead.usualReason(101), headers: headers)
        try self.init(head, answering: request)
    }

    /// All headers, in order.
    public var headers: HTTPHeaders { head.headers }
    /// The response for the wire.
    public var bytes: [UInt8] { head.bytes }
}

extension HeaderRules {
    fileprivate func requireAccept(of key: SecWebSocketKey) throws(HandshakeViolation) {
        let found = try exactlyOne("Sec-WebSocket-Accept")
        guard found == key.accept else {
            throw violation(.wrongAccept(expected: key.accept, found: found))
        }
    }

    fileprivate func chosenExtensions(
        of offered: [String]
    ) throws(HandshakeViolation) -> [ExtensionOffer] {
        let chosen = try extensions()
        if let stranger = chosen.first(where: { !offered.contains($0.name) }) {
            throw violation(.extensionNotOffered(stranger.name, offered: offered))
        }
        return chosen
    }

    /// "MUST NOT appear more than once in an HTTP response" (RFC 6455 §11.3.4); compared with regard to case.
    fileprivate func chosenSubprotocol(
        of offered: [String], required: Bool
    ) throws(HandshakeViolation) -> String? {
        guard let chosen = try atMostOne("Sec-WebSocket-Protocol") else {
            if required && !offered.isEmpty { throw violation(.subprotocolNotChosen(offered: offered)) }
            return nil
        }
        guard HTTPGrammar.isToken(chosen) else { throw violation(.invalidSubprotocol(chosen)) }
        guard offered.contains(chosen) else {
            throw violation(.subprotocolNotOffered(chosen, offered: offered))
        }
        return chosen
    }
}
