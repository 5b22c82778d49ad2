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

    func half(_ bytes: Span<UInt8>, at place: Int) -> UInt16 {
        let number = UInt16(bytes[place]) | UInt16(bytes[place &+ 1]) << 8
        return self == .little ? number : number.byteSwapped
    }

    func word(_ bytes: Span<UInt8>, at place: Int) -> UInt32 {
        let (low, high) = (
            UInt32(bytes[place]) | UInt32(bytes[place &+ 1]) << 8,
            UInt32(bytes[place &+ 2]) | UInt32(bytes[place &+ 3]) << 8
        )
        let number = low | high << 16
        return self == .little ? number : number.byteSwapped
    }

    func long(_ bytes: Span<UInt8>, at place: Int) -> UInt64 {
        let (first, second) = (UInt64(word(bytes, at: place)), UInt64(word(bytes, at: place &+ 4)))
        return self == .little ? second << 32 | first : first << 32 | second
    }

    /// Two words, the upper one first in both orders.
    func time(_ bytes: Span<UInt8>, at place: Int) -> UInt64 {
        UInt64(word(bytes, at: place)) << 32 | UInt64(word(bytes, at: place &+ 4))
    }
}
