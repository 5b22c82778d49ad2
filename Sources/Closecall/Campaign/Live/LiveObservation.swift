public import WebSocketWire

/// What was seen of a peer while an input was played.
public struct LiveObservation: Hashable, Sendable {
    /// What came of the handshake.
    public enum Opening: Hashable, Sendable {
        /// No TCP connection: nobody listens, or nobody accepts.
        case unreachable(String)
        /// The connection stood, and no answer came in time.
        case silent
        /// The connection ended before an answer.
        case ended
        /// An answer that is no HTTP, or no right 101.
        case malformed(String)
        /// Another status than 101.
        case refused(status: Int)
        /// The WebSocket is open.
        case open
    }

    /// How the peer ended TCP.
    public enum End: String, Hashable, Sendable {
        /// With a FIN.
        case finished
        /// With a reset.
        case reset
    }

    /// What we waited for when the time was up.
    public enum Overdue: Hashable, Sendable {
        /// Any reaction: an answer that is due, the end of a connection that is to be failed, or a pong.
        case reaction
        /// An answer to our Close.
        case answerToClose
        /// The peer's end of TCP, after ours.
        case end
    }

    /// The handshake.
    public var opening = Opening.silent
    /// Messages, in order.
    public var messages: [LiveMessage] = []
    /// Pongs, in order, but for the last ping's of our own.
    public var pongs: [[UInt8]] = []
    /// The peer's Close.
    public var close: ClosePayload?
    /// What the peer's own frames broke, after which nothing of it was read.
    public var violation: EndpointViolation?
    /// How the peer ended TCP, if it did.
    public var end: End?
    /// Whether we sent a FIN before the peer ended.
    public var hasFinished = false
    /// Whether we sent a Close behind the input.
    public var hasSentClose = false
    /// Whether we sent a ping behind the input to see whether the peer still reads; and whether it did.
    public var trailingPing: TrailingPing?
    /// What did not come in time.
    public var overdue: Overdue?
    /// How long all of it took, from the first byte of the handshake.
    public var duration = Duration.zero

    /// Whether the connection took a course that a peer may have forced by its own end.
    var isOdd: Bool {
        if opening != .open || end == .reset { return true }
        return end != nil && close == nil && !hasFinished
    }

    /// A ping of ours.
    public enum TrailingPing: Hashable, Sendable {
        /// No pong yet.
        case sent
        /// The pong came.
        case answered
    }

    /// Nothing seen yet.
    public init() {}
}
