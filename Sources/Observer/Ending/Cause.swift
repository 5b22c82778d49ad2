public import WebSocketWire

/// Why a session ended: one of a closed set, each with what there is to say of it.
public enum Cause: Hashable, Sendable {
    // MARK: A closing handshake

    /// `from` closed with a code, and was answered.
    case closed(from: Leg, code: UInt16, reason: String)
    /// Both closed before they had the other's Close.
    case closedByBoth(clientCode: UInt16?, serverCode: UInt16?)
    /// `from` closed without a status, which is reported as 1005, and was answered.
    case noStatus(from: Leg)
    /// `from` closed and never was answered.
    case closeUnanswered(from: Leg, code: UInt16?)
    /// `from` closed and was answered, and then nobody ended the TCP connection.
    case leftOpen(from: Leg, code: UInt16?)
    /// `from` sent a Close that says what none may say.
    case malformedClose(from: Leg, ClosePayloadViolation)

    // MARK: An end without one

    /// `from` ended the connection, at a place where nothing was to be expected to end.
    case dropped(from: Leg, Drop, Place)

    // MARK: Frames that were refused

    /// `from` broke the protocol.
    case protocolViolation(from: Leg, FrameOffence, frame: UInt64, offset: UInt64)
    /// `from` sent more than the other takes.
    case messageTooBig(from: Leg, length: UInt64, frame: UInt64, offset: UInt64)
    /// `from` sent a text that is not UTF-8.
    case invalidUTF8(from: Leg, byte: Int, frame: UInt64, offset: UInt64)
    /// `from` sent a compressed message that does not inflate.
    case deflateDamage(from: Leg, frame: UInt64, offset: UInt64)
    /// `by` refused what it got, and nothing that was seen says why; its own words, if it had any.
    case refusedFrames(by: Leg, code: UInt16?, reason: String)

    // MARK: No WebSocket

    /// The server said no.
    case handshakeRefused(status: Int)
    /// The server's answer is not one that the client takes; or its request none that a server could.
    case handshakeInvalid(HandshakeFlaw)
    /// There was no way to the server.
    case unreachable(String)
    /// TLS failed on a leg.
    case tlsFailure(Leg, String)
    /// It never was to be a WebSocket.
    case notWebSocket

    // MARK: Us

    /// Nothing moved for too long.
    case idleTimeout
    /// The request or its answer took too long.
    case handshakeTimeout
    /// A fault ended `leg`.
    case killed(leg: Leg)
    /// The proxy stopped.
    case shutDown
    /// The session has not ended, or nobody can say.
    case unknown

    /// How a connection was dropped.
    public enum Drop: String, Hashable, Sendable, CaseIterable {
        /// With a FIN.
        case fin
        /// With a FIN that no close_notify announced.
        case truncated
        /// With an RST.
        case rst
        /// By the network: no answer, no route.
        case lost
    }

    /// Where in its stream an end came.
    public enum Place: String, Hashable, Sendable, CaseIterable {
        /// Between two frames.
        case betweenFrames = "between-frames"
        /// Between two fragments of a message.
        case betweenFragments = "between-fragments"
        /// In a header.
        case inHeader = "in-header"
        /// In a payload.
        case inPayload = "in-payload"
        /// Before the frames.
        case inHandshake = "in-handshake"
    }
}
