public import Observer
public import WebSocketWire

/// One direction of a session: how much came, and where in the frames it stands.
public struct Lane: Sendable {
    /// Bytes that came from the source, those that the kernel passed on unseen included.
    public internal(set) var bytes: UInt64 = 0
    /// The frames, once there are any.
    public internal(set) var stream = FrameFollower()
    /// Frames that began.
    public var frames: UInt64 { stream.frames }
    /// Messages that were complete.
    public var messages: UInt64 { stream.messages }
    /// Finds the frames.
    public var scanner: FrameScanner { stream.scanner }
    /// Whether the source has ended.
    public internal(set) var isEnded = false
    /// Whether reading the source waits for the target.
    public var isPaused: Bool { !pauses.isEmpty }
    /// What it waits for.
    var pauses: Pause = []

    /// Why the source is not read.
    struct Pause: OptionSet {
        let rawValue: UInt8
        /// Too many bytes wait for the target.
        static let socket = Pause(rawValue: 1)
        /// Too many bytes wait for their time.
        static let shaper = Pause(rawValue: 2)
    }
}

extension Lane {
    /// A direction as somebody else followed it, such as a trace's reader.
    package init(bytes: UInt64, stream: FrameFollower) {
        self.init()
        self.bytes = bytes
        self.stream = stream
    }
}
