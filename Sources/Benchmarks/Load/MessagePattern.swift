internal import Glibc
internal import WebSocketWire

/// What is sent, and so what must come back: each message is a window onto one pool of random bytes.
///
/// The next message of a connection begins a step further on, so that one lost, doubled or out of order differs
/// from the one that is expected; and comparing costs no more than `memcmp`, whatever the message's size.
struct MessagePattern {
    let size: Int
    private let pool: [UInt8]

    /// How many windows there are; a prime, so that any step visits all of them.
    private static let windows: UInt64 = 65_521

    init(size: Int, seed: UInt64) {
        self.size = size
        var random = RandomBits(seed: seed)
        let count = size + Int(Self.windows)
        var pool: [UInt8] = []
        pool.reserveCapacity(count + 8)
        while pool.count < count {
            let word = random.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                pool.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        self.pool = pool
    }

    /// Where in the pool the message stands.
    func window(connection: Int, message: UInt64) -> Range<Int> {
        let number = message &* 101 &+ UInt64(connection) &* 7919
        let start = Int(number % Self.windows)
        return start..<(start + size)
    }

    /// Appends a window as a client's message of one frame.
    func append(_ window: Range<Int>, maskingKey: MaskingKey, to output: inout [UInt8]) {
        let payload = pool.span.extracting(window)
        FrameEncoder(role: .client).append(.binary, payload: payload, maskingKey: maskingKey, to: &output)
    }

    /// Whether `piece` is what stands in the pool from `start` on.
    @inline(__always)
    func matches(_ piece: Span<UInt8>, at start: Int) -> Bool {
        let expected = pool.span.extracting(start..<(start + piece.count))
        // Safe: both pointers are alive within the closures, and both spans have `piece.count` bytes.
        return unsafe piece.withUnsafeBytes { left in
            unsafe expected.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return unsafe memcmp(left, right, expected.count) == 0
            }
        }
    }

    /// The first byte of `piece` that differs from the pool's, and both.
    func difference(_ piece: Span<UInt8>, at start: Int) -> (offset: Int, found: UInt8, expected: UInt8)? {
        for offset in 0..<piece.count where piece[offset] != pool[start + offset] {
            return (offset, piece[offset], pool[start + offset])
        }
        return nil
    }
}
