public import WebSocketWire

/// Something that happened in a session and that its ending may be explained by. Never one per frame.
public enum Evidence: Hashable, Sendable {
    /// There is no way to the server: what was tried and what came of it.
    case unreachable(String)
    /// TLS failed on a leg, and why.
    case insecure(Leg, String)
    /// A request's head came from the client.
    case request(RequestHead)
    /// A response's head came from the server, an interim one (1xx) too.
    case response(ResponseHead)
    /// From here on both directions are WebSocket frames.
    case upgraded(subprotocol: String?, deflate: DeflateParameters?)
    /// From here on nobody knows what the bytes mean: they are no HTTP, or no HTTP any more.
    case opaque(String)
    /// A Close frame passed: its payload unmasked, and where in the direction's frames it began.
    case closeFrame(Direction, payload: [UInt8], offset: UInt64)
    /// A peer ended its direction, or its leg broke.
    case ended(Leg, LegEnd)
    /// So many bytes of that direction were read and can no longer be delivered.
    case lost(Direction, bytes: UInt64)
    /// We answered the client in the server's place.
    case answered(status: Int)
    /// We ended the session because something took too long.
    case timedOut(Timeout)
    /// What the session is called where a scenario is at work: the key, and the ordinal among its equals.
    case identified(key: String, ordinal: Int)
    /// A rule of the scenario fired.
    case fired(RuleFiring)
    /// A rule ended a leg.
    case cut(Leg, by: String)
    /// We ended the session because the proxy shuts down.
    case shutDown
}

/// How a leg's incoming half came to its end.
public enum LegEnd: Hashable, Sendable {
    /// A FIN; under TLS a close_notify.
    case finished
    /// Under TLS a FIN without a close_notify: anybody on the way could have cut it off there.
    case truncated
    /// An RST.
    case reset
    /// Anything else that broke the connection, in words: no answer of the network, or TLS.
    case failed(String)
}

/// What took too long.
public enum Timeout: Hashable, Sendable {
    /// The client's request, or the server's answer to it.
    case handshake
    /// Any byte in any direction.
    case idle
}
