public import WebSocketWire

/// A frame as evidence shows it: what it was, and how it began.
public struct FrameGlimpse: Hashable, Sendable {
    /// Which frame of its stream it is, counted from 1.
    public let number: UInt64
    /// Where in the stream of frames it begins.
    public let offset: UInt64
    /// Its header.
    public let header: FrameHeader
    /// The first bytes of its payload, packed: every frame has some, and none is to cost an array.
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var count = 0
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
        self.came = came
        self.mark = mark
        append(firstBytes.span)
    }

    /// The first bytes of its payload, unmasked; at most 16.
    public var firstBytes: [UInt8] {
        (0..<count).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? low : high) >> UInt64(index % 8 * 8))
        }
    }

    /// Keeps none of its payload's bytes.
    mutating func forgetBytes() { (low, high, count) = (0, 0, 0) }

    /// Keeps the next bytes of its payload, as many as there is room for.
    mutating func append(_ bytes: Span<UInt8>) {
        for index in 0..<min(bytes.count, Self.mostBytes - count) {
            let bits = UInt64(bytes[index]) << UInt64(count % 8 * 8)
            if count < 8 { low |= bits } else { high |= bits }
            count += 1
        }
    }

    /// So many first bytes are kept.
    public static let mostBytes = 16
}
