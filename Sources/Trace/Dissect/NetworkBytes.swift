// The only file of this module that reads more than a byte at a time from a packet: with single bytes, each with a
// check of its own, a header takes twice as long to read.

/// Numbers in the network's byte order. Whoever reads has checked that the bytes are there; if not, it traps.
extension Span<UInt8> {
    /// Two bytes from `offset`.
    @inline(__always)
    func network16(at offset: Int) -> UInt16 {
        // Safe: every bit pattern is a UInt16, and the load checks its bounds.
        unsafe UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// Four bytes from `offset`.
    @inline(__always)
    func network32(at offset: Int) -> UInt32 {
        // Safe: every bit pattern is a UInt32, and the load checks its bounds.
        unsafe UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Eight bytes from `offset`.
    @inline(__always)
    func network64(at offset: Int) -> UInt64 {
        // Safe: every bit pattern is a UInt64, and the load checks its bounds.
        unsafe UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
