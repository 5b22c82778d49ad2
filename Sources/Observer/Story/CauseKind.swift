/// What an identifier of `Cause.identifiers` names: a cause without what there is to say of it in one
/// session.
enum CauseKind: Hashable {
    /// With a Close frame.
    case closing(Closing)
    /// Without one.
    case dropped(Cause.Drop, Cause.Place)
    /// With frames that were refused.
    case refused(Refused)
    /// Before there was a WebSocket.
    case opening(Opening)
    /// By the proxy.
    case ours(Ours)

    /// Ends with a Close frame.
    enum Closing: String, CaseIterable {
        case byClient = "closed-by-client"
        case byServer = "closed-by-server"
        case byBoth = "closed-by-both"
        case noStatus = "no-status"
        case unanswered = "close-unanswered"
        case leftOpen = "left-open"
        case malformed = "malformed-close"
    }

    /// Frames that one side does not take.
    enum Refused: String, CaseIterable {
        case protocolViolation = "protocol-violation"
        case messageTooBig = "message-too-big"
        case invalidUTF8 = "invalid-utf8"
        case deflateDamage = "deflate-damage"
        case other = "refused-frames"
    }

    /// Ways not to become a WebSocket.
    enum Opening: String, CaseIterable {
        case refused = "handshake-refused"
        case invalid = "handshake-invalid"
        case unreachable = "upstream-unreachable"
        case tls = "tls-failure"
        case notWebSocket = "not-websocket"
    }

    /// Ends that the proxy made, or cannot explain.
    enum Ours: String, CaseIterable {
        case idle = "idle-timeout"
        case handshake = "handshake-timeout"
        case killed = "killed-by-fault"
        case shutDown = "shut-down"
        case unknown
    }

    /// What `identifier` names; nil if it names nothing.
    init?(identifier: String) {
        if let closing = Closing(rawValue: identifier) {
            self = .closing(closing)
        } else if let refused = Refused(rawValue: identifier) {
            self = .refused(refused)
        } else if let opening = Opening(rawValue: identifier) {
            self = .opening(opening)
        } else if let ours = Ours(rawValue: identifier) {
            self = .ours(ours)
        } else if let (drop, place) = Self.drop(identifier) {
            self = .dropped(drop, place)
        } else {
            return nil
        }
    }

    /// `rst-in-payload`: the ways to end have no hyphen.
    private static func drop(_ identifier: String) -> (Cause.Drop, Cause.Place)? {
        let parts = identifier.split(separator: "-", maxSplits: 1).map(String.init)
        guard parts.count == 2, let drop = Cause.Drop(rawValue: parts[0]),
            let place = Cause.Place(rawValue: parts[1])
        else { return nil }
        return (drop, place)
    }
}
