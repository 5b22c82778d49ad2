public import WebSocketWire

/// What is known of the frames of one direction at one end of the proxy.
public struct StreamLog: Hashable, Sendable {
    /// Where a stream stands.
    public enum Place: Hashable, Sendable {
        /// Between two messages, or before the first.
        case betweenMessages
        /// Between two frames of a message.
        case betweenFragments
        /// In a header, of which so many bytes came.
        case inHeader(read: Int)
        /// In a payload that lacks so many bytes.
        case inPayload(FrameHeader, missing: UInt64)
    }

    /// What endpoints may object to, in the order it came; the first of each kind.
    public internal(set) var flaws: [Flaw] = []
    /// The first two Close frames.
    public internal(set) var closes: [CloseFrame] = []
    /// When the first byte came behind the first Close, if one did.
    public internal(set) var behindClose: Mark?
    /// The last frames, the newest last.
    public internal(set) var recent: [FrameGlimpse] = []
    /// Frames that began.
    public internal(set) var frames: UInt64 = 0
    /// Messages that were complete.
    public internal(set) var messages: UInt64 = 0
    /// Bytes of frames.
    public internal(set) var bytes: UInt64 = 0
    /// Where it stands.
    public internal(set) var place = Place.betweenMessages
    /// The offset of the first byte that was not looked into, so that flaws in payloads may be missing; nil if all was.
    public internal(set) var unseenFrom: UInt64?

    /// Nothing yet.
    public init() {}

    /// The first Close.
    public var close: CloseFrame? { closes.first }
}
