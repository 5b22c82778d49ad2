public import Observer

/// Frames of a session, as a journal has them: the first and the last of each direction. Nobody looks at a million,
/// and what is told of them must not take more memory than a person can read.
public struct JournalFrames: Sendable {
    /// What is known of a frame's way through the proxy.
    public enum Stage: String, Hashable, Sendable {
        /// It came.
        case received
        /// It left, and was not like that when it came.
        case sent
        /// It left as it came.
        case passed
    }

    /// A frame.
    public struct Frame: Hashable, Sendable {
        /// Which way.
        public let direction: Direction
        /// How far; nil if the journal does not say.
        public let stage: Stage?
        /// When, in seconds since the session began.
        public let age: Double
        /// Which of its stream.
        public let number: UInt64?
        /// Where in its stream.
        public let offset: UInt64?
        /// `text`, or `reserved 0x3`.
        public let opcode: String
        /// Whether it ends its message.
        public let isFinal: Bool
        /// The three reserved bits.
        public let reservedBits: Int
        /// Whether its payload is masked.
        public let isMasked: Bool
        /// Its payload's length, as its header has it.
        public let length: UInt64
        /// How its payload begins, in hexadecimal digits; nil if the journal does not say.
        public let firstBytes: String?
    }

    private struct Lane {
        var first: [Frame] = []
        /// A ring: the oldest is at `next` once it is full.
        var last: [Frame] = []
        var next = 0
        var count = 0

        mutating func add(_ frame: Frame) {
            count += 1
            if first.count < JournalFrames.mostFirst { return first.append(frame) }
            if last.count < JournalFrames.mostLast { return last.append(frame) }
            last[next] = frame
            next = (next + 1) % JournalFrames.mostLast
        }

        var kept: [Frame] { first + last[next...] + last[..<next] }
        var leftOut: Int { count - first.count - last.count }
    }

    static let mostFirst = 24
    static let mostLast = 40

    private var toServer = Lane()
    private var toClient = Lane()

    init() {}

    mutating func add(_ frame: Frame) {
        switch frame.direction {
        case .toServer: toServer.add(frame)
        case .toClient: toClient.add(frame)
        }
    }

    /// Those that are kept of one direction, in order.
    public subscript(direction: Direction) -> [Frame] {
        direction == .toServer ? toServer.kept : toClient.kept
    }

    /// How many are not kept.
    public var leftOut: Int { toServer.leftOut + toClient.leftOut }

    /// Whether there are none.
    public var isEmpty: Bool { toServer.count + toClient.count == 0 }
}
