internal import WebSocketWire

/// What is known of a session at its end, gathered from the evidence as it comes.
public struct SessionRecord: Hashable, Sendable {
    /// A Close frame that passed.
    public struct Close: Hashable, Sendable {
        /// Where it went.
        public let direction: Direction
        /// Its payload, unmasked.
        public let payload: [UInt8]
        /// When.
        public let at: Moment
    }

    /// One end of a leg.
    public struct End: Hashable, Sendable {
        /// Whose.
        public let leg: Leg
        /// How.
        public let how: LegEnd
        /// When.
        public let at: Moment
    }

    /// When it began.
    public let start: Moment
    /// The last request's target.
    public private(set) var target: String?
    /// The last response's status.
    public private(set) var status: Int?
    /// When the frames began, if they did.
    public private(set) var upgradedAt: Moment?
    /// The subprotocol the server chose.
    public private(set) var subprotocol: String?
    /// Whether permessage-deflate was agreed on.
    public private(set) var isCompressed = false
    /// Why the bytes could not be understood any more.
    public private(set) var opaqueReason: String?
    /// Why there was no way to the server.
    public private(set) var unreachableReason: String?
    /// The status we answered with in the server's place.
    public private(set) var answeredStatus: Int?
    /// The first Close frame of each direction, in the order they passed.
    public private(set) var closes: [Close] = []
    /// The legs' ends, in the order they came.
    public private(set) var ends: [End] = []
    /// Bytes lost on the way to the server.
    public private(set) var lostToServer: UInt64 = 0
    /// Bytes lost on the way to the client.
    public private(set) var lostToClient: UInt64 = 0
    /// What took too long, if that ended it.
    public private(set) var timeout: Timeout?
    /// What the session is called where a scenario is at work.
    public private(set) var key: String?
    /// Its ordinal among the sessions with the same key.
    public private(set) var ordinal = 0
    /// How often rules fired.
    public private(set) var firings = 0
    /// The first rule that ended a leg.
    public private(set) var cutBy: String?
    /// Whether the proxy's shutdown ended it.
    public private(set) var wasShutDown = false

    /// A record of a session that begins now.
    public init(start: Moment) {
        self.start = start
    }

    /// Takes in what happened.
    public mutating func note(_ evidence: Evidence, at now: Moment) {
        switch evidence {
        case .unreachable(let reason): unreachableReason = reason
        case .request(let head): target = head.target
        case .response(let head): status = head.status
        case .upgraded(let subprotocol, let deflate):
            upgradedAt = now
            self.subprotocol = subprotocol
            isCompressed = deflate != nil
        case .opaque(let reason): opaqueReason = reason
        case .closeFrame(let direction, let payload, _):
            // Nothing counts after a direction's first Close (RFC 6455 §5.5.1), and a peer may send millions.
            if closes.contains(where: { $0.direction == direction }) { return }
            closes.append(Close(direction: direction, payload: payload, at: now))
        case .ended(let leg, let how): ends.append(End(leg: leg, how: how, at: now))
        case .lost(.toServer, let bytes): lostToServer &+= bytes
        case .lost(.toClient, let bytes): lostToClient &+= bytes
        case .answered(let status): answeredStatus = status
        case .timedOut(let timeout): self.timeout = timeout
        case .identified(let key, let ordinal):
            self.key = key
            self.ordinal = ordinal
        case .fired: firings += 1
        case .insecure: break
        case .cut(_, by: let rule): cutBy = cutBy ?? rule
        case .shutDown: wasShutDown = true
        }
    }
}
