internal import WebSocketWire

/// The beginning of the last frame that came without being looked into, to be looked into before anything else is
/// said of the session.
///
/// Taking one in is part of the way of every byte: it is one copy of 128 bytes into memory that is there already.
struct StreamTail: Sendable {
    /// A frame's beginning.
    struct Frame {
        /// Which frame of its stream it is, counted from 1.
        let number: UInt64
        /// Where in the stream it begins.
        let offset: UInt64
        /// When it came.
        let at: Moment
        /// As much of it as is kept.
        let bytes: [UInt8]
    }

    /// So many bytes are kept: all of the small frames that floods are made of.
    static let size = 128

    var kept: [16 of UInt64] = .init(repeating: 0)
    /// The frame's number; 0 where none is kept.
    var number: UInt64 = 0
    var offset: UInt64 = 0
    var at: UInt64 = 0
    /// Where in `kept` the frame begins and ends.
    var first = 0
    var end = 0

    init() {}

    var isEmpty: Bool { number == 0 }

    /// Keeps the frame that begins at `start`, the last one in `bytes`.
    @inline(__always)
    mutating func keep(_ bytes: Span<UInt8>, from start: Int, number: UInt64, offset: UInt64, at now: Moment)
    {
        (self.number, self.offset, at) = (number, offset, now.microseconds)
        let count = bytes.count
        // What stands before the frame comes along where it is short: a copy of a fixed size is the quickest.
        let from = min(start, max(0, count &- Self.size))
        first = start &- from
        end = min(count &- from, Self.size)
        var target = kept.mutableSpan
        // Safe: both copies stay within the bytes that are there, and within the 128 of `kept`.
        unsafe target.withUnsafeMutableBytes { target in
            unsafe bytes.withUnsafeBytes { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                if count >= Self.size {
                    unsafe target.copyMemory(from: source + from, byteCount: 128)
                } else {
                    unsafe target.copyMemory(from: source, byteCount: count)
                }
            }
        }
    }

    /// Hands out what is kept, and forgets it.
    mutating func take() -> Frame? {
        guard number > 0 else { return nil }
        defer { number = 0 }
        let bytes = (first..<end).map { index in
            UInt8(truncatingIfNeeded: kept[index / 8] >> UInt64(index % 8 * 8))
        }
        return Frame(number: number, offset: offset, at: Moment(microseconds: at), bytes: bytes)
    }
}
