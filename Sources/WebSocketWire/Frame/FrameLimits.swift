/// What a decoder accepts of sizes: a header can promise 2^63 bytes and cost its sender fourteen.
public struct FrameLimits: Hashable, Sendable {
    /// The longest payload of a data frame, in bytes.
    public var framePayload: UInt64

    /// The most that the payloads of a message's frames may add up to, before decompression.
    public var messagePayload: UInt64

    /// The most frames that a message may come in. They cost time, not memory.
    public var fragments: UInt64

    /// Limits; the defaults suit an endpoint that takes whole messages into memory.
    public init(
        framePayload: UInt64 = 64 << 20, messagePayload: UInt64 = 64 << 20, fragments: UInt64 = 1 << 18
    ) {
        self.framePayload = framePayload
        self.messagePayload = messagePayload
        self.fragments = fragments
    }

    /// No limit: for who passes bytes on and holds none.
    public static let none = FrameLimits(framePayload: .max, messagePayload: .max, fragments: .max)
}
