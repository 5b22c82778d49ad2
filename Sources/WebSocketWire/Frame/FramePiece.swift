/// As much of one frame as the bytes at hand hold: often all of it, never more than one frame's.
public struct FramePiece: Equatable, Sendable {
    /// The frame's header, the same in all its pieces.
    public let header: FrameHeader

    /// Where the frame's first byte stands in the stream.
    public let frameOffset: UInt64

    /// Where this piece's payload bytes stand in the bytes that were handed in.
    public let payload: Range<Int>

    /// How much of the payload came in earlier pieces.
    public let payloadOffset: UInt64

    /// Whether this piece is the first of its frame: the header became complete with it.
    public let startsFrame: Bool

    @inlinable
    @inline(__always)
    init(
        header: FrameHeader, frameOffset: UInt64, payload: Range<Int>, payloadOffset: UInt64,
        startsFrame: Bool
    ) {
        self.header = header
        self.frameOffset = frameOffset
        self.payload = payload
        self.payloadOffset = payloadOffset
        self.startsFrame = startsFrame
    }

    /// Whether the frame is complete with this piece.
    @inlinable
    @inline(__always)
    public var endsFrame: Bool {
        payloadOffset &+ UInt64(truncatingIfNeeded: payload.count) == header.payloadLength
    }
}
