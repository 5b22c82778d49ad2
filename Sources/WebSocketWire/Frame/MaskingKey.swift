/// The four bytes that a client XORs its payload with (RFC 6455 §5.3).
///
/// It hides nothing: it keeps what a page sends from looking like HTTP to a cache on the way.
public struct MaskingKey: Hashable, Sendable {
    /// The key's bytes as they stand on the wire, the first in the lowest byte.
    @usableFromInline
    let word: UInt32

    @inlinable
    init(word: UInt32) {
        self.word = word
    }

    /// A key from its four bytes in wire order.
    @inlinable
    public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
        word = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16 | UInt32(fourth) << 24
    }

    /// A key from any 32 bits, for instance of a random generator.
    @inlinable
    public init(bits: UInt32) {
        word = bits
    }

    /// The key which changes nothing; legal, and a favourite of people who read packets.
    public static let zero = MaskingKey(word: 0)

    /// The four bytes in wire order.
    @inlinable
    public var bytes: [4 of UInt8] {
        [
            UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8),
            UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 24),
        ]
    }

    /// The key as a payload's byte number `count` meets it: a piece of a payload may start anywhere.
    @inlinable
    @inline(__always)
    public func advanced(by count: UInt64) -> MaskingKey {
        let bits = UInt32(truncatingIfNeeded: count & 3) &* 8
        return MaskingKey(word: word &>> bits | word &<< (32 &- bits))
    }

    /// Masks or unmasks in place, the first byte with the key's first.
    @inlinable
    public func apply(to bytes: inout MutableSpan<UInt8>) {
        maskInPlace(&bytes, from: 0, count: bytes.count, key: word)
    }

    /// Masks or unmasks a part in place, the part's first byte with the key's first.
    @inlinable
    @inline(__always)
    public func apply(to bytes: inout MutableSpan<UInt8>, in range: Range<Int>) {
        maskInPlace(&bytes, from: range.lowerBound, count: range.count, key: word)
    }

    /// Masks or unmasks while copying to the end of `output`.
    public func append(_ source: Span<UInt8>, to output: inout [UInt8]) {
        let start = output.count
        output.append(contentsOf: source)
        var target = output.mutableSpan
        maskInPlace(&target, from: start, count: source.count, key: word)
    }
}

extension MaskingKey: CustomStringConvertible {
    /// Eight hexadecimal digits in wire order.
    public var description: String {
        let digits = String(word.byteSwapped, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
