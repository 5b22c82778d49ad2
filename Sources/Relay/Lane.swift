public import WebSocketWire

/// One direction of a session: how much came, and where in the frames it stands.
public struct Lane: Sendable {
    /// Bytes that came from the source, those that the kernel passed on unseen included.
    public internal(set) var bytes: UInt64 = 0
    /// Frames that began.
    public internal(set) var frames: UInt64 = 0
    /// Messages that were complete.
    public internal(set) var messages: UInt64 = 0
    /// Finds the frames once there are any.
    public internal(set) var scanner = FrameScanner()
    /// Whether the source has ended.
    public internal(set) var isEnded = false
    /// Whether reading the source waits for the target.
    public var isPaused: Bool { !pauses.isEmpty }
    /// What it waits for.
    var pauses: Pause = []
    /// The payload of a Close frame as far as it came.
    var closePayload: [UInt8] = []

    /// Why the source is not read.
    struct Pause: OptionSet {
        let rawValue: UInt8
        /// Too many bytes wait for the target.
        static let socket = Pause(rawValue: 1)
        /// Too many bytes wait for their time.
        static let shaper = Pause(rawValue: 2)
    }
}
