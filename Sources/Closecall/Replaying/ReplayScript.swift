internal import Observer
internal import Trace
internal import WebSocketWire

/// What a client said in one session of a trace, and what it got for it.
public struct ReplayScript: Sendable {
    /// The session's number in its trace.
    public let session: Int
    /// The request, as the client wrote it.
    let request: RequestHead
    /// What followed the server's yes.
    let steps: [ReplayStep]
    /// What was agreed on about compression.
    let deflate: DeflateParameters?
    /// What the client got.
    public let expected: ReplayOutcome
    /// From the server's answer to the last thing that happened.
    public let length: Duration
    /// The longest time in which nothing happened.
    let longestSilence: Duration
}

/// Something that the client did.
struct ReplayStep: Equatable, Sendable {
    enum Act: Equatable, Sendable {
        /// It sent these.
        case send([UInt8])
        /// It sent a FIN.
        case finish
        /// It sent a reset.
        case reset
    }

    /// How long after the server's answer to the handshake.
    var age: Duration
    /// So many of the server's messages, its Close and its end were there before.
    var answers: Int
    var act: Act
}

/// What a client got in a session.
public struct ReplayOutcome: Hashable, Sendable {
    /// The status of the answer to its request; nil if there was none.
    public internal(set) var status: Int?
    /// What is wrong with that answer, for a WebSocket client.
    public internal(set) var violation: String?
    /// The subprotocol that the server chose.
    public internal(set) var subprotocol: String?
    /// The messages, put together and inflated.
    public internal(set) var messages: [Message] = []
    /// The first Close frame.
    public internal(set) var close: Close?
    /// How the server ended its half of TCP; nil if it did not.
    public internal(set) var end: End?
    /// Whether the trace lacks what came behind this: then nobody knows what is missing.
    public internal(set) var isPartial = false

    /// Nothing yet.
    public init() {}

    /// A text or binary message.
    public struct Message: Hashable, Sendable {
        /// Text, binary, or one of those that mean nothing yet.
        public let opcode: UInt8
        /// How it begins.
        public let beginning: [UInt8]
        /// All of its bytes.
        public let length: Int
        /// Tells messages apart that begin alike; the same for equal bytes, in one run of the program.
        let digest: Int
        /// What keeps it from being read, such as broken compression.
        public let trouble: String?
    }

    /// A Close frame.
    public struct Close: Hashable, Sendable {
        /// The code; nil in an empty one.
        public let code: UInt16?
        /// The reason, with U+FFFD for what is not UTF-8.
        public let reason: String
    }

    /// How a half of a TCP connection ends.
    public enum End: String, Hashable, Sendable {
        /// By a FIN.
        case finished = "FIN"
        /// By a reset.
        case reset = "RST"
    }
}
