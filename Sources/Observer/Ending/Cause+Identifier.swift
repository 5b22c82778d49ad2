internal import WebSocketWire

extension Cause {
    /// What journals, reports and filters call it. Stable: identifiers may come, none goes or changes its meaning.
    public var identifier: String {
        switch self {
        case .closed(.client, _, _): "closed-by-client"
        case .closed(.server, _, _): "closed-by-server"
        case .closedByBoth: "closed-by-both"
        case .noStatus: "no-status"
        case .closeUnanswered: "close-unanswered"
        case .leftOpen: "left-open"
        case .malformedClose: "malformed-close"
        case .dropped(_, let drop, let place): "\(drop.rawValue)-\(place.rawValue)"
        case .protocolViolation: "protocol-violation"
        case .messageTooBig: "message-too-big"
        case .invalidUTF8: "invalid-utf8"
        case .deflateDamage: "deflate-damage"
        case .refusedFrames: "refused-frames"
        case .handshakeRefused: "handshake-refused"
        case .handshakeInvalid: "handshake-invalid"
        case .unreachable: "upstream-unreachable"
        case .tlsFailure: "tls-failure"
        case .notWebSocket: "not-websocket"
        case .idleTimeout: "idle-timeout"
        case .handshakeTimeout: "handshake-timeout"
        case .killed: "killed-by-fault"
        case .shutDown: "shut-down"
        case .unknown: "unknown"
        }
    }

    /// All identifiers there are.
    public static let identifiers: [String] =
        [
            "closed-by-client", "closed-by-server", "closed-by-both", "no-status", "close-unanswered",
            "left-open",
            "malformed-close",
        ]
        + Drop.allCases.flatMap { drop in Place.allCases.map { "\(drop.rawValue)-\($0.rawValue)" } }
        + [
            "protocol-violation", "message-too-big", "invalid-utf8", "deflate-damage", "refused-frames",
            "handshake-refused", "handshake-invalid", "upstream-unreachable", "tls-failure", "not-websocket",
            "idle-timeout", "handshake-timeout", "killed-by-fault", "shut-down", "unknown",
        ]
}
