public import Observer
public import Trace
public import WebSocketWire

/// Hears what a trace tells of WebSocket sessions, in the order of the packets.
///
/// Sessions are known by their numbers, from 1 in the order in which they were recognised. Only what `depth(of:)` asks
/// for is gathered.
public protocol InspectionListener: AnyObject {
    /// How deep to look into a session that was just recognised.
    func depth(of session: SessionBeginning) -> InspectionDepth

    /// A request or an answer of a handshake, complete.
    func handshake(_ head: InspectedHead, of session: Int)

    /// A frame, complete or as far as it came.
    func frame(_ frame: InspectedFrame, of session: Int)

    /// A text or binary message, put together and inflated.
    func message(_ message: InspectedMessage, of session: Int)

    /// A rule fired: a trace of ours says so.
    func fired(_ firing: TraceFiring, at packet: PacketPlace, of session: Int)

    /// Nothing more comes of a session: how it ended.
    func ended(_ session: InspectedSession)

    /// A connection is over of which nothing could be read.
    func unread(_ session: UnreadSession)
}

extension InspectionListener {
    /// Nothing but its end.
    public func depth(of session: SessionBeginning) -> InspectionDepth { [] }
    /// Does nothing.
    public func handshake(_ head: InspectedHead, of session: Int) {}
    /// Does nothing.
    public func frame(_ frame: InspectedFrame, of session: Int) {}
    /// Does nothing.
    public func message(_ message: InspectedMessage, of session: Int) {}
    /// Does nothing.
    public func fired(_ firing: TraceFiring, at packet: PacketPlace, of session: Int) {}
    /// Does nothing.
    public func unread(_ session: UnreadSession) {}
}

/// How much of a session is wanted.
public struct InspectionDepth: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// These.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Requests and answers.
    public static let handshakes = InspectionDepth(rawValue: 1)
    /// Every frame with its payload.
    public static let frames = InspectionDepth(rawValue: 2)
    /// Every message, inflated.
    public static let messages = InspectionDepth(rawValue: 4)
    /// Rules that fired.
    public static let firings = InspectionDepth(rawValue: 8)
}

/// A packet of a trace, and when it was seen.
public struct PacketPlace: Hashable, Sendable {
    /// Its place in the file, as Wireshark's frame.number.
    public let number: UInt64
    /// When.
    public let time: PacketTime

    /// A packet.
    public init(number: UInt64, time: PacketTime) {
        self.number = number
        self.time = time
    }

    init(_ head: PacketHead) { self.init(number: head.number, time: head.time) }
}

/// A session that was just recognised.
public struct SessionBeginning: Hashable, Sendable {
    /// Its number in this inspection.
    public let number: Int
    /// Who connected.
    public let client: TCPEnd
    /// Who was connected to; nil where a proxy's trace has no way to a server.
    public let server: TCPEnd?
    /// Its first packet.
    public let start: PacketPlace
    /// Its number in the journal of the proxy that wrote the trace; nil in anybody else's.
    public let journalled: Int?
}

/// A request or an answer of a handshake.
public struct InspectedHead: Hashable, Sendable {
    /// Which of the two.
    public enum Head: Hashable, Sendable {
        /// Of the client's.
        case request(RequestHead)
        /// Of the server's, interim ones (1xx) too.
        case response(ResponseHead)
    }

    /// What it says.
    public let head: Head
    /// As it was written, its empty line included.
    public let bytes: [UInt8]
    /// Whether it is as its writer sent it, as the other side got it, or both.
    public let sight: SessionObserver.Sight
    /// The packet that completed it.
    public let packet: PacketPlace
}

/// A frame of a trace.
public struct InspectedFrame: Hashable, Sendable {
    /// Which way it went.
    public let direction: Direction
    /// Whether it is as its writer sent it, as the other side got it, or both.
    public let sight: SessionObserver.Sight
    /// Which frame of its stream it is, counted from 1.
    public let number: UInt64
    /// Where in the stream of frames it begins.
    public let offset: UInt64
    /// Its header.
    public let header: FrameHeader
    /// Its payload, unmasked, up to the limit and as far as the trace has it.
    public let payload: [UInt8]
    /// How much of its payload came, seen or not.
    public let came: UInt64
    /// The packet that completed its header.
    public let began: PacketPlace
    /// The packet that brought its last byte.
    public let ended: PacketPlace

    /// Whether `payload` is all of it.
    public var isWhole: Bool { UInt64(payload.count) == header.payloadLength }

    /// As journals tell of it, so long after the session's beginning.
    public func glimpse(at moment: Moment) -> FrameGlimpse {
        FrameGlimpse(
            number: number, offset: offset, header: header,
            firstBytes: Array(payload.prefix(FrameGlimpse.mostBytes)), came: came,
            mark: Mark(at: moment, step: 0, order: 0))
    }
}

/// A message of a trace.
public struct InspectedMessage: Hashable, Sendable {
    /// Why a message is not as its writer meant it.
    public enum Trouble: Hashable, Sendable {
        /// It is longer than the limit.
        case cut
        /// Bytes of it are not in the trace.
        case missing
        /// It does not inflate.
        case deflate(InflateViolation)
        /// It refers to one before that could not be read.
        case context
    }

    /// Which way it went.
    public let direction: Direction
    /// Whether it is as its writer sent it, as the other side got it, or both.
    public let sight: SessionObserver.Sight
    /// Text or binary.
    public let opcode: Opcode
    /// Inflated, where it was compressed and could be; up to the limit.
    public let payload: [UInt8]
    /// Whether it was compressed.
    public let isCompressed: Bool
    /// What its frames' payloads come to.
    public let wireLength: UInt64
    /// How many frames it had.
    public let frames: Int
    /// What keeps it from being whole; nil where nothing does.
    public let trouble: Trouble?
    /// The packet that completed its first header.
    public let began: PacketPlace
    /// The packet that brought its last byte.
    public let ended: PacketPlace
}
