public import WebSocketWire

/// A frame as evidence shows it: what it was, and how it began.
public struct FrameGlimpse: Hashable, Sendable {
    /// Which frame of its stream it is, counted from 1.
    public let number: UInt64
    /// Where in the stream of frames it begins.
    public let offset: UInt64
    /// Its header.
    public let header: FrameHeader
    /// The first bytes of its payload, unmasked; at most 16.
    public internal(set) var firstBytes: [UInt8]
    /// How much of its payload came.
    public internal(set) var came: UInt64
    /// When its header was complete.
    public let mark: Mark

    /// A frame whose header has just come.
    public init(
        number: UInt64, offset: UInt64, header: FrameHeader, firstBytes: [UInt8] = [], came: UInt64 = 0,
        mark: Mark
    ) {
        self.number = number
        self.offset = offset
        self.header = header
        self.firstBytes = firstBytes
        self.came = came
        self.mark = mark
    }

    /// So many first bytes are kept.
    public static let mostBytes = 16
}
