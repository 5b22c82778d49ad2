public import Reactor
public import WebSocketWire

/// What a browser decides by itself when a page makes a `WebSocket`, and a program may want to.
public struct WebSocketOptions: Sendable {
    /// Further headers of the handshake request, in order.
    public var headers: HTTPHeaders = [:]

    /// The Origin header; nil for none, as programs that are no browser have it.
    public var origin: String?

    /// Whether permessage-deflate is offered.
    public var offersCompression = true

    /// The longest message that is accepted, decompressed; a longer one fails the connection with 1009.
    public var longestMessage = 64 << 20

    /// How long the connection and its handshake may take together.
    public var handshakeTimeout: Duration = .seconds(30)

    /// How long to wait for the answer to a Close, and for the end of the connection after it.
    public var closing = ClosingLimits()

    /// Whom a `wss:` connection trusts.
    public var tls = TLSOptions()

    /// A browser's choices.
    public init() {}
}
