// The only file of this module's frame code that reads or writes more than a byte at a time. A word-wide
// access is five to twenty times faster than eight single ones, which is the difference between a decoder
// that keeps up with memory and one that does not.

extension Span<UInt8> {
    /// Two bytes from `offset`, the first in the low half.
    @inlinable
    @inline(__always)
    func word16(at offset: Int) -> UInt16 {
        // Safe: every bit pattern is a UInt16, and the load checks its bounds.
        unsafe UInt16(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// Four bytes from `offset`, the first in the lowest byte.
    @inlinable
    @inline(__always)
    func word32(at offset: Int) -> UInt32 {
        // Safe: every bit pattern is a UInt32, and the load checks its bounds.
        unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Eight bytes from `offset`, the first in the lowest byte.
    @inlinable
    @inline(__always)
    func word64(at offset: Int) -> UInt64 {
        // Safe: every bit pattern is a UInt64, and the load checks its bounds.
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}

/// XORs `count` bytes from `start` on with the key's four bytes, over and over.
@inlinable
@inline(__always)
func maskInPlace(_ bytes: inout MutableSpan<UInt8>, from start: Int, count: Int, key: UInt32) {
    precondition(start >= 0 && count >= 0 && count <= bytes.count &- start, "range outside the span")
    // Safe: the range was just checked, and the pointer does not leave the closure.
    unsafe bytes.withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress, count > 0 else { return }
        let words = unsafe MaskedWords(start: base + start, count: count, key: key)
        if count < 16 { return unsafe words.maskShort() }
        unsafe words.maskVectors()
        unsafe words.maskLastVector()
    }
}

/// A payload of one key, XORed in words.
///
/// Vectors of 16 bytes: the 32- and 64-byte ones of the standard library are a hundred times slower here.
// Safe: the attribute says that whoever uses it must keep to the region, which only `maskInPlace` does.
@usableFromInline
@unsafe
struct MaskedWords {
    @usableFromInline
    let start: UnsafeMutableRawPointer
    @usableFromInline
    let count: Int
    /// The key twice, its first byte in the lowest.
    @usableFromInline
    let key: UInt64

    /// Safe: to be made for a region of `count` bytes that may be written, and used no longer than that.
    @inlinable
    @inline(__always)
    init(start: UnsafeMutableRawPointer, count: Int, key: UInt32) {
        unsafe self.start = start
        unsafe self.count = count
        unsafe self.key = UInt64(key) << 32 | UInt64(key)
    }

    /// As many whole vectors as there are.
    @inlinable
    @inline(__always)
    func maskVectors() {
        // Safe: every vector ends at `count` or before.
        let vector = unsafe SIMD2<UInt64>(repeating: key)
        var offset = 0
        while unsafe offset &+ 64 <= count {
            unsafe xor(at: offset, vector)
            unsafe xor(at: offset &+ 16, vector)
            unsafe xor(at: offset &+ 32, vector)
            unsafe xor(at: offset &+ 48, vector)
            offset &+= 64
        }
        while unsafe offset &+ 16 <= count {
            unsafe xor(at: offset, vector)
            offset &+= 16
        }
    }

    /// What the whole vectors left, by one more that ends with the payload: its front was done already, so
    /// the key is blanked there. It begins `count & 15` bytes into the key's round of 16.
    @inlinable
    @inline(__always)
    func maskLastVector() {
        // Safe: there are 16 bytes or more, so that the vector that ends with them begins within them.
        let left = unsafe count & 15
        if left == 0 { return }
        let phase = UInt64(truncatingIfNeeded: (left & 3) &* 8)
        let turned = unsafe key &>> phase | key &<< (64 &- phase)
        let done = UInt64(truncatingIfNeeded: (16 &- left) &* 8)
        let low = done < 64 ? turned & (UInt64.max &<< done) : 0
        let high = done <= 64 ? turned : turned & (UInt64.max &<< (done &- 64))
        unsafe xor(at: count &- 16, SIMD2(low, high))
    }

    /// Fewer bytes than a vector.
    @inlinable
    @inline(__always)
    func maskShort() {
        // Safe: the bits of `count`, which is below 16, say how many bytes of each size there are.
        var offset = 0
        if unsafe count & 8 != 0 {
            unsafe xor(at: 0, key)
            offset = 8
        }
        if unsafe count & 4 != 0 {
            unsafe xor(at: offset, UInt32(truncatingIfNeeded: key))
            offset &+= 4
        }
        var rest = unsafe key
        while unsafe offset < count {
            unsafe xor(at: offset, UInt8(truncatingIfNeeded: rest))
            rest >>= 8
            offset &+= 1
        }
    }

    @inlinable
    @inline(__always)
    func xor(at offset: Int, _ key: SIMD2<UInt64>) {
        // Safe: only called for bytes within 0..<count, which the maker of this value checked.
        let here = unsafe start + offset
        unsafe here.storeBytes(of: here.loadUnaligned(as: SIMD2<UInt64>.self) ^ key, as: SIMD2<UInt64>.self)
    }

    @inlinable
    @inline(__always)
    func xor(at offset: Int, _ key: some FixedWidthInteger & BitwiseCopyable) {
        // Safe: as above.
        let here = unsafe start + offset
        let old = unsafe here.loadUnaligned(as: type(of: key))
        unsafe here.storeBytes(of: old ^ key, as: type(of: key))
    }
}

extension [UInt8] {
    /// Appends what a span holds, in one copy.
    package mutating func append(contentsOf source: Span<UInt8>) {
        // Safe: the pointer does not leave the closure.
        unsafe source.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// What a span holds.
    package init(copying source: Span<UInt8>) {
        // Safe: the pointer does not leave the closure.
        self = unsafe source.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension Span<UInt8> {
    /// Whether these bytes stand somewhere in it, one after the other.
    package func contains(_ wanted: Span<UInt8>) -> Bool {
        guard wanted.count > 0 else { return true }
        let last = count - wanted.count
        var place = 0
        while place <= last, let next = firstIndex(of: wanted[0], from: place), next <= last {
            var matched = 1
            while matched < wanted.count, self[next + matched] == wanted[matched] { matched += 1 }
            if matched == wanted.count { return true }
            place = next + 1
        }
        return false
    }

    /// Eight at a time: a byte of `word` is zero where the wanted one stands, and only there can its top bit be set by
    /// taking away one from a byte that has none (the lowest such bit is always right).
    private func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var place = start
        while place &+ 8 <= count {
            let word = word64(at: place) ^ (ones &* UInt64(byte))
            let zeros = (word &- ones) & ~word & (ones &* 0x80)
            if zeros != 0 { return place + zeros.trailingZeroBitCount / 8 }
            place &+= 8
        }
        while place < count {
            if self[place] == byte { return place }
            place += 1
        }
        return nil
    }
}
