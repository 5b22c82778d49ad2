internal import WebSocketWire

/// What we tell a client in the server's place, and why.
enum LocalAnswer: Hashable, Sendable {
    case upstreamUnreachable(String)
    case upstreamTimeout(String)
    case http2
    case refused(HandshakeRefusal)
    case clientTooSlow
    case serverTooSlow

    /// Whether it is about what the client sent, and need not wait for the rest of it.
    var isAboutRequest: Bool {
        switch self {
        case .http2, .refused, .clientTooSlow: true
        case .upstreamUnreachable, .upstreamTimeout, .serverTooSlow: false
        }
    }

    var refusal: HandshakeRefusal {
        switch self {
        case .upstreamUnreachable(let reason):
            HandshakeRefusal(status: 502, body: "closecall: no way to the server: \(reason)\n")
        case .upstreamTimeout(let reason):
            HandshakeRefusal(status: 504, body: "closecall: no answer on the way to the server: \(reason)\n")
        case .http2:
            HandshakeRefusal(
                status: 505,
                body:
                    "closecall: HTTP/2 is not spoken here (nor WebSockets over it, RFC 8441): use HTTP/1.1\n")
        case .refused(let refusal): refusal
        case .clientTooSlow:
            HandshakeRefusal(
                status: 408, body: "closecall: the request was not complete in time (--handshake-timeout)\n")
        case .serverTooSlow:
            HandshakeRefusal(
                status: 504,
                body: "closecall: the server did not answer the handshake in time (--handshake-timeout)\n")
        }
    }
}
