/// The byte order of a section's numbers: that of the machine which wrote it.
///
/// Whoever reads has made sure that the bytes are there.
enum SectionOrder {
    case little, big

    /// The order in which the four bytes at `place` are the magic number; nil if in neither.
    init?(magic bytes: Span<UInt8>, at place: Int) {
        if Self.little.word(bytes, at: place) == BlockLayout.byteOrderMagic {
            self = .little
        } else if Self.big.word(bytes, at: place) == BlockLayout.byteOrderMagic {
            self = .big
        } else {
            return nil
        }
    }

    @inline(__always)
    func half(_ bytes: Span<UInt8>, at place: Int) -> UInt16 {
        // Safe: the load checks its bounds, and any bits are a number. Byte by byte, it would take four times as long.
        let number = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt16.self)
        return self == .little ? UInt16(littleEndian: number) : UInt16(bigEndian: number)
    }

    @inline(__always)
    func word(_ bytes: Span<UInt8>, at place: Int) -> UInt32 {
        // Safe: as above.
        let number = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self)
        return self == .little ? UInt32(littleEndian: number) : UInt32(bigEndian: number)
    }

    func long(_ bytes: Span<UInt8>, at place: Int) -> UInt64 {
        let (first, second) = (UInt64(word(bytes, at: place)), UInt64(word(bytes, at: place &+ 4)))
        return self == .little ? second << 32 | first : first << 32 | second
    }

    /// Two words, the upper one first in both orders.
    @inline(__always)
    func time(_ bytes: Span<UInt8>, at place: Int) -> UInt64 {
        UInt64(word(bytes, at: place)) << 32 | UInt64(word(bytes, at: place &+ 4))
    }
}
