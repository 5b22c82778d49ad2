/// What an endpoint accepts, and how long it waits.
public struct EndpointLimits: Hashable, Sendable {
    /// Sizes of frames and messages as they stand on the wire; a message may not be longer inflated either.
    public var frames: FrameLimits
    /// Waits of the closing handshake.
    public var closing: ClosingLimits

    /// Limits.
    public init(frames: FrameLimits = FrameLimits(), closing: ClosingLimits = ClosingLimits()) {
        self.frames = frames
        self.closing = closing
    }

    /// The usual limits with another one for messages, and with it for frames.
    public init(longestMessage: Int, closing: ClosingLimits = ClosingLimits()) {
        let bytes = UInt64(exactly: longestMessage) ?? 0
        self.init(frames: FrameLimits(framePayload: bytes, messagePayload: bytes), closing: closing)
    }
}
