extension EndpointProfile.Name {
    /// What people call it, in any language.
    var title: String {
        switch self {
        case .rfc6455: "RFC 6455"
        case .chromium: "Chromium"
        case .firefox: "Firefox"
        case .node: "node"
        case .pythonWebSockets: "Python websockets"
        }
    }
}

extension Cause {
    /// The endpoint that the cause is told of, where it names one.
    var actor: Leg {
        switch self {
        case .closed(let leg, _, _), .noStatus(let leg), .closeUnanswered(let leg, _), .leftOpen(let leg, _),
            .malformedClose(let leg, _), .dropped(let leg, _, _), .protocolViolation(let leg, _, _, _),
            .messageTooBig(let leg, _, _, _), .invalidUTF8(let leg, _, _, _), .deflateDamage(let leg, _, _),
            .refusedFrames(let leg, _, _):
            leg
        case .closedByBoth, .handshakeRefused, .handshakeInvalid, .unreachable, .tlsFailure, .notWebSocket,
            .idleTimeout, .handshakeTimeout, .killed, .shutDown, .unknown:
            .server
        }
    }
}
