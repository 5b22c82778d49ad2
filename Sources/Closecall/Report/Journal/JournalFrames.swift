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
        public internal(set) var stage: Stage?
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
        /// How much of its payload there was, where that is not all.
        public let came: UInt64?
        /// How its payload begins, in hexadecimal digits; nil if the journal does not say.
        public let firstBytes: String?
    }

    private struct Lane {
        var kept: [Frame] = []
        var leftOut = 0

        mutating func add(_ frame: Frame) {
            if frame.stage == .sent, let twin = kept.suffix(8).lastIndex(where: frame.leftAsItCame) {
                kept[twin].stage = .passed
                return
            }
            kept.append(frame)
            guard kept.count > JournalFrames.mostFirst + 2 * JournalFrames.mostLast else { return }
            // Some at a time: what is removed from the middle moves all that stands behind it.
            kept.removeSubrange(JournalFrames.mostFirst..<JournalFrames.mostFirst + JournalFrames.mostLast)
            leftOut += JournalFrames.mostLast
        }
    }

    static let mostFirst = 24
    static let mostLast = 32

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
        lane(direction).kept
    }

    /// How many are not kept.
    public var leftOut: Int { toServer.leftOut + toClient.leftOut }

    /// Whether there are none.
    public var isEmpty: Bool { toServer.kept.isEmpty && toClient.kept.isEmpty }

    /// Whether there is a frame that came or left like this one, by its number.
    func knows(_ frame: Frame) -> Bool {
        lane(frame.direction).kept.contains {
            $0.number == frame.number && ($0.stage == frame.stage || $0.stage == .passed)
        }
    }

    private func lane(_ direction: Direction) -> Lane { direction == .toServer ? toServer : toClient }
}

extension JournalFrames.Frame {
    /// The lines of single frames tell of each twice: as it came and as it left. What left at once and unchanged is
    /// one thing; what left later was held, and shows as two.
    fileprivate func leftAsItCame(_ other: Self) -> Bool {
        other.stage == .received && other.opcode == opcode && other.isFinal == isFinal
            && other.reservedBits == reservedBits && other.length == length && other.came == came
            && other.firstBytes == firstBytes && age - other.age < 0.001
    }
}
