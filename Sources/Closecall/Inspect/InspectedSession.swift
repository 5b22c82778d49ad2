public import Observer
public import Trace
internal import WebSocketWire

/// A session that a trace tells of.
public struct InspectedSession: Sendable {
    /// What a journal would tell of it. Moments are microseconds since 1970.
    public let report: SessionReport
    /// Its first packet.
    public let first: PacketPlace
    /// Its last packet.
    public let last: PacketPlace
    /// Its TCP connections, the client's first: two where the trace was written by a proxy.
    public let streams: [StreamID]
    /// Whether it was open when the trace ended, or when nothing was heard of it any more.
    public let isOpen: Bool
    /// Whether the server's yes was seen, and frames behind it.
    public let isWebSocket: Bool
    /// The extensions that the server named.
    public let extensions: String?
    /// The client's pings.
    public let pingsToServer: PingTally
    /// The server's pings.
    public let pingsToClient: PingTally
    /// The rules that fired, as far as a trace of ours tells; the first of many.
    public let firings: [TimedFiring]
    /// How the proxy that wrote the trace saw it end.
    public let recorded: RecordedEnding?
    /// What of it the trace lacks.
    public let gaps: [Gap]

    /// A rule that fired, and where.
    public struct TimedFiring: Hashable, Sendable {
        /// The rule and what it fired at.
        public let firing: TraceFiring
        /// The packet that says so.
        public let packet: PacketPlace
    }

    /// Something that is not in the trace.
    public enum Gap: Hashable, Sendable {
        /// The trace begins after the connection did.
        case beginning
        /// So many bytes of a direction. Where they are all within payloads, only those are not known; behind others
        /// nobody knows any more where frames begin.
        case bytes(Direction, count: UInt64, losesFrames: Bool)
        /// Of a direction's handshake.
        case handshake(Direction)
    }

    /// Its number in this inspection.
    public var number: Int { report.number }
    /// How it ended.
    public var ending: Ending { report.ending }

    /// What a summary counts of it.
    public var ended: EndedSession {
        let ended = EndedSession(report, report.ending)
        guard isOpen else { return ended }
        return EndedSession(
            number: ended.number, cause: EndedSession.open, by: nil, rule: nil, client: ended.client,
            server: ended.server, duration: ended.duration)
    }
}

/// How a proxy saw a session end, in its own words.
public struct RecordedEnding: Hashable, Sendable {
    /// The session's number in its journal.
    public let session: Int
    /// One line.
    public let line: String
}

/// What became of the pings of one side.
public struct PingTally: Hashable, Sendable {
    /// Pings.
    public internal(set) var pings: UInt64 = 0
    /// Those that a pong answered.
    public internal(set) var answered: UInt64 = 0
    /// Pongs of the other side that answered none.
    public internal(set) var unasked: UInt64 = 0
    /// How long answers took; nil where there were none.
    public internal(set) var roundTrip: RoundTrip?

    /// How long answers took.
    public struct RoundTrip: Hashable, Sendable {
        /// The quickest.
        public let least: Duration
        /// As many were quicker as slower.
        public let median: Duration
        /// The slowest.
        public let most: Duration
    }

    /// None.
    public init() {}
}

/// A connection of which nothing can be told but that it was there.
public struct UnreadSession: Hashable, Sendable {
    /// Why.
    public enum Reason: Hashable, Sendable {
        /// It is TLS; the name that the client asked for, if it did.
        case encrypted(serverName: String?)
        /// The trace begins in the middle of it.
        case beginsBefore
    }

    /// Why.
    public let reason: Reason
    /// Who connected.
    public let client: TCPEnd
    /// Who was connected to.
    public let server: TCPEnd
    /// The TCP connection.
    public let stream: StreamID
    /// Its first packet.
    public let first: PacketPlace
    /// Its last packet that brought something.
    public let last: PacketPlace
    /// Bytes of the client's.
    public let bytesToServer: UInt64
    /// Bytes of the server's.
    public let bytesToClient: UInt64
    /// Which leg of which session it is in the journal of the proxy that wrote the trace.
    public let journalled: JournalledLeg?
    /// How that proxy saw it end.
    public let recorded: RecordedEnding?
}

/// One of a session's two legs, as the journal of the proxy knows it that wrote the trace.
public struct JournalledLeg: Hashable, Sendable {
    /// The session's number there.
    public let session: Int
    /// Which leg.
    public let leg: Leg
}
