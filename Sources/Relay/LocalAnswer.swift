internal import WebSocketWire

/// What we tell a client in the server's place.
enum LocalAnswer: Hashable, Sendable {
    /// The server cannot answer, or is not to be asked.
    case gateway(BadGateway)
    /// The request is wrong, and would have to be changed on its way.
    case refused(HandshakeRefusal)

    /// Whether it is about what the client sent, and need not wait for the rest of it.
    var isAboutRequest: Bool {
        switch self {
        case .refused, .gateway(.headTooLong), .gateway(.http2), .gateway(.tooEager),
            .gateway(.timedOut(_, .request, _)):
            true
        case .gateway: false
        }
    }

    var refusal: HandshakeRefusal {
        switch self {
        case .gateway(let answer): answer.refusal
        case .refused(let refusal): refusal
        }
    }
}
