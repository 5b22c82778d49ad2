public import Observer
public import WebSocketWire

/// Why nobody knows any more what the bytes of a connection mean. It is no error: they are relayed all the same.
public enum OpaqueReason: Hashable, Sendable {
    /// A head that is none, or one that HTTP's readers do not agree on. `.http2Preface` and `.tlsBytes` are here.
    case head(HandshakeViolation)
    /// A body whose end cannot be told.
    case body(HTTPBodyViolation, from: Leg)
    /// A 101 to another protocol, whose name is here as the server wrote it.
    case otherProtocol(String)
    /// A 101 to a WebSocket, or to nothing in particular, for a request that asked for none.
    case unaskedUpgrade
    /// A CONNECT was granted: what follows is between the two of them.
    case tunnel
    /// A 101 before the request was complete, so that nobody can tell body from frames.
    case upgradedTooEarly
    /// A response to no request: from here on answers could not be told apart.
    case unaskedResponse(status: Int)
    /// More requests without an answer than the limit.
    case tooManyRequests(limit: Int)
    /// The owner said so.
    case givenUp
}

extension OpaqueReason: CustomStringConvertible {
    /// What was met.
    public var description: String {
        switch self {
        case .head(let violation): "no HTTP that can be followed: \(violation)"
        case .body(let violation, let leg): "the \(leg)'s message: \(violation)"
        case .otherProtocol(let name):
            "the server switched to \(name.debugDescription), which is no WebSocket"
        case .unaskedUpgrade: "the server switched protocols for a request that asked for no WebSocket"
        case .tunnel: "the server granted a CONNECT"
        case .upgradedTooEarly: "the server switched protocols before the request was complete"
        case .unaskedResponse(let status): "the server sent a \(status) that no request asked for"
        case .tooManyRequests(let limit):
            "the client sent more than \(limit) requests without awaiting an answer"
        case .givenUp: "the relay stopped looking"
        }
    }
}
