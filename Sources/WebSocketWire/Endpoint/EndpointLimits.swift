/// What an endpoint accepts, and how long it waits.
public struct EndpointLimits: Hashable, Sendable {
    /// Sizes of frames and messages. Where compression was agreed, `messagePayload` counts a message's own bytes,
    /// and the wire is allowed a little more.
    public var frames: FrameLimits
    /// Waits of the closing handshake.
    public var closing: ClosingLimits

    /// Limits.
    public init(frames: FrameLimits = FrameLimits(), closing: ClosingLimits = ClosingLimits()) {
        self.frames = frames
        self.closing = closing
    }

    /// The limits of the wire where messages may be compressed: data that cannot be compressed grows by it, by a
    /// few bytes for each block of it.
    var framesWhenCompressed: FrameLimits {
        func allowing(_ bytes: UInt64) -> UInt64 {
            let (sum, overflow) = bytes.addingReportingOverflow(bytes >> 3 + 1024)
            return overflow ? .max : sum
        }
        var limits = frames
        limits.framePayload = allowing(frames.framePayload)
        limits.messagePayload = allowing(frames.messagePayload)
        return limits
    }

    /// The usual limits with another one for messages, and with it for frames.
    public init(longestMessage: Int, closing: ClosingLimits = ClosingLimits()) {
        let bytes = UInt64(exactly: longestMessage) ?? 0
        self.init(frames: FrameLimits(framePayload: bytes, messagePayload: bytes), closing: closing)
    }
}
