/// A client's opening handshake, checked: who has one holds a request that RFC 6455 §4.1 allows.
public struct HandshakeRequest: Hashable, Sendable {
    /// The request line and all headers, as read or as they will be written.
    public let head: RequestHead
    /// The value of `Host`.
    public let host: String
    /// What the server's accept must answer.
    public let key: SecWebSocketKey
    /// The subprotocols offered, in the order of preference.
    public let subprotocols: [String]
    /// The extensions offered, in the order of preference.
    public let extensions: [ExtensionOffer]
    /// The value of `Origin`, which browsers send.
    public let origin: String?

    /// Checks what a client sent, as RFC 6455 §4.2.1 asks of a server.
    ///
    /// The version comes before the key: what another version's client sends there is its own affair, and the
    /// answer must name the version.
    public init(_ head: RequestHead) throws(HandshakeViolation) {
        self.head = head
        try head.checkRequestLine()
        try head.checkBody()
        let rules = HeaderRules(headers: head.headers, writer: .client)
        host = try head.checkedHost()
        try rules.requireUpgrade()
        try rules.requireConnectionUpgrade()
        try head.checkWebSocketVersion()
        key = try head.checkedKey()
        subprotocols = try head.checkedSubprotocols()
        extensions = try rules.extensions()
        origin = try rules.atMostOne("Origin")
    }

    /// Makes the request of a client. The parts are checked as if they had been received; a header among the
    /// extra ones that may stand once, and does already, is a violation too.
    public init(
        target: String, host: String, key: SecWebSocketKey, subprotocols: [String] = [],
        extensions: [ExtensionOffer] = [], origin: String? = nil, extraHeaders: HTTPHeaders = [:]
    ) throws(HandshakeViolation) {
        var headers: HTTPHeaders = [
            "Host": host,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key.encoded,
        ]
        if let origin { headers.append("Origin", origin) }
        if !subprotocols.isEmpty {
            headers.append("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", "))
        }
        headers.append("Sec-WebSocket-Version", "13")
        if !extensions.isEmpty {
            headers.append("Sec-WebSocket-Extensions", ExtensionOffer.headerValue(extensions))
        }
        headers.append(contentsOf: extraHeaders)
        try headers.checkWritable(from: .client)
        try self.init(RequestHead(target: target, headers: headers))
    }

    /// The target: path and query, or an absolute URL.
    public var target: String { head.target }
    /// The path and query that the target names, also where it is an absolute URL.
    public var resourceName: String {
        target.utf8.first == UInt8(ascii: "/") ? target : (try? WebSocketURL(target))?.target ?? target
    }
    /// All headers, in order.
    public var headers: HTTPHeaders { head.headers }
    /// The request for the wire.
    public var bytes: [UInt8] { head.bytes }
}

extension RequestHead {
    fileprivate func violation(_ kind: HandshakeViolation.Kind) -> HandshakeViolation {
        HandshakeViolation(kind, from: .client)
    }

    /// RFC 6455 §4.2.1, item 1.
    fileprivate func checkRequestLine() throws(HandshakeViolation) {
        guard method == "GET" else { throw violation(.wrongMethod(method)) }
        guard version.canUpgrade else { throw violation(.unsupportedHTTPVersion(version)) }
        guard Self.isTarget(target) else { throw violation(.invalidTarget(target)) }
    }

    /// `origin-form`, or `absolute-form` which every server must take (RFC 9112 §3.2.2). RFC 6455 §3: a
    /// fragment must not be used.
    private static func isTarget(_ target: String) -> Bool {
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            return false
        }
        if target.utf8.first == UInt8(ascii: "/") { return true }
        return (try? WebSocketURL(target)) != nil
    }

    /// A request with a body is HTTP, and would be answered as such; but here the bytes behind the head are
    /// frames for one reader and a body for the next.
    fileprivate func checkBody() throws(HandshakeViolation) {
        if headers["Transfer-Encoding"] != nil {
            throw violation(.requestHasBody(header: "Transfer-Encoding"))
        }
        guard headers.values(of: "Content-Length").allSatisfy({ $0 == "0" }) else {
            throw violation(.requestHasBody(header: "Content-Length"))
        }
    }

    fileprivate func checkedHost() throws(HandshakeViolation) -> String {
        let host = try HeaderRules(headers: headers, writer: .client).exactlyOne("Host")
        guard HostHeader.isValid(host) else { throw violation(.invalidHost(host)) }
        return host
    }

    fileprivate func checkWebSocketVersion() throws(HandshakeViolation) {
        let rules = HeaderRules(headers: headers, writer: .client)
        let version = try rules.atMostOne("Sec-WebSocket-Version")
        guard version == "13" else { throw violation(.unsupportedWebSocketVersion(version)) }
    }

    fileprivate func checkedKey() throws(HandshakeViolation) -> SecWebSocketKey {
        let rules = HeaderRules(headers: headers, writer: .client)
        let value = try rules.exactlyOne("Sec-WebSocket-Key")
        guard let key = SecWebSocketKey(encoded: value) else { throw violation(.invalidKey(value)) }
        return key
    }

    /// "The elements ... MUST be non-empty strings with characters in the range U+0021 to U+007E not including
    /// separator characters ... and MUST all be unique strings" (RFC 6455 §4.1, item 10): tokens.
    fileprivate func checkedSubprotocols() throws(HandshakeViolation) -> [String] {
        guard let value = headers.combined("Sec-WebSocket-Protocol") else { return [] }
        let names = headers.elements(of: "Sec-WebSocket-Protocol")
        if names.isEmpty { throw violation(.invalidSubprotocol(value)) }
        var seen: Set<String> = []
        for name in names {
            guard HTTPGrammar.isToken(name) else { throw violation(.invalidSubprotocol(name)) }
            guard seen.insert(name).inserted else { throw violation(.repeatedSubprotocol(name)) }
        }
        return names
    }
}
