public import WebSocketWire

/// A request that has no final answer yet: what its connection may turn into.
enum OutstandingRequest: Sendable {
    /// Stays HTTP, or asks for another protocol than WebSocket: h2c, TLS. The answer to a HEAD has no body.
    case http(isHEAD: Bool, upgrades: Bool)
    /// A WebSocket, if the server agrees.
    case webSocket(RequestHead)
    /// CONNECT: a tunnel, if the server agrees.
    case tunnel

    /// Judges as lightly as the most lenient server: what that takes for a WebSocket must be followed as one.
    init(_ head: RequestHead) {
        let present = HeadersPresent(head.headers)
        if head.method == "CONNECT" {
            self = .tunnel
        } else if head.isWebSocketUpgrade(present) {
            self = .webSocket(head)
        } else {
            self = .http(isHEAD: head.method == "HEAD", upgrades: head.asksForUpgrade(present))
        }
    }

    /// Whether the bytes behind the request wait for the answer to mean something.
    var leavesUndecided: Bool {
        switch self {
        case .http(_, let upgrades): upgrades
        case .webSocket, .tunnel: true
        }
    }

    /// Whether its answer has no body, whatever the headers say.
    var isHEAD: Bool {
        if case .http(true, _) = self { true } else { false }
    }
}

extension RequestHead {
    /// Whether a server may take this for a WebSocket's opening handshake: true for much more than
    /// `HandshakeRequest` accepts.
    public var isWebSocketUpgrade: Bool { isWebSocketUpgrade(HeadersPresent(headers)) }

    fileprivate func isWebSocketUpgrade(_ present: HeadersPresent) -> Bool {
        method == "GET" && present.contains(.key) && asksForUpgrade(present)
            && headers.contains("websocket", in: "Upgrade")
    }

    /// "A server MUST ignore an Upgrade header field that is received in an HTTP/1.0 request" (RFC 9110 §7.8).
    fileprivate func asksForUpgrade(_ present: HeadersPresent) -> Bool {
        version >= .http11 && present.isSuperset(of: [.upgrade, .connection])
            && headers.contains("upgrade", in: "Connection")
    }
}
