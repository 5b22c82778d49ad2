public import WebSocketWire

/// Something in a stream of frames that some endpoints do not put up with.
public struct Flaw: Hashable, Sendable {
    /// What is wrong, or at least remarkable.
    public enum Kind: Hashable, Sendable {
        /// A header shows it.
        case header(FrameOffence)
        /// A frame so long that many take none like it.
        case length(UInt64)
        /// A text message is not UTF-8, from this byte of it on.
        case notUTF8(at: Int)
        /// A compressed message does not inflate.
        case deflate(InflateViolation)
    }

    /// What.
    public let kind: Kind
    /// The frame that shows it, counted from 1.
    public let frame: UInt64
    /// Where in the stream of frames that frame begins.
    public let offset: UInt64
    /// Its header.
    public let header: FrameHeader
    /// When the first byte that shows it was there.
    public let seen: Mark
    /// When the frame was complete, or for what is wrong with a message, the message; nil if it never was.
    public internal(set) var whole: Mark?

    /// A flaw.
    public init(
        _ kind: Kind, frame: UInt64, offset: UInt64, header: FrameHeader, seen: Mark, whole: Mark? = nil
    ) {
        self.kind = kind
        self.frame = frame
        self.offset = offset
        self.header = header
        self.seen = seen
        self.whole = whole
    }
}
