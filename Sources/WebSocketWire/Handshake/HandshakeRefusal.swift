/// A server's "no": a status, and a body that says why.
public struct HandshakeRefusal: Hashable, Sendable {
    /// The response line and headers, as they will be sent.
    public let head: ResponseHead
    /// The body.
    public let body: [UInt8]

    /// A refusal. `Content-Length`, `Connection: close` and, with a body, a plain-text `Content-Type` are added
    /// unless the headers have them; without a reason the status's usual phrase stands.
    public init(status: Int, reason: String? = nil, headers: HTTPHeaders = [:], body: String = "") {
        self.body = Array(body.utf8)
        var headers = headers
        func addUnlessThere(_ name: String, _ value: String) {
            if headers[name] == nil { headers.append(name, value) }
        }
        addUnlessThere("Connection", "close")
        if !body.isEmpty { addUnlessThere("Content-Type", "text/plain; charset=utf-8") }
        addUnlessThere("Content-Length", String(self.body.count))
        head = ResponseHead(
            status: status, reason: reason ?? ResponseHead.usualReason(status), headers: headers)
    }

    /// Head and body.
    public var bytes: [UInt8] { head.bytes + body }
}

extension HandshakeViolation {
    /// What a server should answer the client that did this, or nil where the client could not read it
    /// (it speaks TLS) or is not the offender.
    public var refusal: HandshakeRefusal? {
        guard offender == .client, let status = kind.status else { return nil }
        return HandshakeRefusal(status: status, headers: kind.refusalHeaders, body: "\(self)\n")
    }
}

extension HandshakeViolation.Kind {
    fileprivate var status: Int? {
        switch self {
        case .tlsBytes: nil
        case .http2Preface, .unsupportedHTTPVersion: 505
        case .wrongMethod: 405
        case .startLineTooLong: 414
        case .headerLineTooLong, .tooManyHeaders, .headTooLong: 431
        // 426 also for what is no WebSocket request at all: it tells the visitor's HTTP client what to speak.
        case .unsupportedWebSocketVersion, .upgradeIsNotWebSocket: 426
        default: isMissingUpgrade ? 426 : 400
        }
    }

    private var isMissingUpgrade: Bool { self == .missingHeader("Upgrade") }

    /// RFC 9110 asks for `Allow` with 405 and `Upgrade` with 426 (§15.5.6, §15.5.22), RFC 6455 §4.2.2 for
    /// the version.
    fileprivate var refusalHeaders: HTTPHeaders {
        switch status {
        case 405: ["Allow": "GET"]
        case 426:
            ["Upgrade": "websocket", "Connection": "Upgrade, close", "Sec-WebSocket-Version": "13"]
        default: [:]
        }
    }
}
