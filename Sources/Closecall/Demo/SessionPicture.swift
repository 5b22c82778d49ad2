public import Observer

/// A session as a drawing has it: client, proxy and server side by side, time from top to bottom.
///
/// Made from an ending alone, so of each stream its last frames are there (`StreamLog.recent`).
public struct SessionPicture: Hashable, Sendable {
    /// What stands on one line.
    public enum Content: Hashable, Sendable {
        /// What went over the client's leg, and over the server's, at once.
        case traffic(client: PictureArrow?, server: PictureArrow?)
        /// A rule fired, and did this.
        case fault(String)
        /// Nothing more happened, for so long.
        case silence(Duration)
    }

    /// Something that happened.
    public struct Line: Hashable, Sendable {
        /// How old the session was.
        public let age: Duration
        /// What.
        public let content: Content
    }

    /// In the order of time.
    public let lines: [Line]

    /// Draws a session that ended, or as it stands.
    public init(_ ending: Ending) {
        let reading = PictureReading(ending)
        lines = reading.lines
    }
}

/// Something that went over one of a session's two legs.
public struct PictureArrow: Hashable, Sendable {
    /// What it was.
    public enum Kind: String, Hashable, Sendable {
        /// A request, or its answer.
        case handshake
        /// A frame.
        case frame
        /// A Close.
        case close
        /// A frame that never was complete.
        case fragment
        /// The end of one direction.
        case finish
        /// The end of everything.
        case reset
    }

    /// Where it went.
    public let direction: Direction
    /// What.
    public let kind: Kind
    /// In short: `text "hello"`, `close 1000`, `RST`.
    public let label: String
}
