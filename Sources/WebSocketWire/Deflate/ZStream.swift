// Every call of zlib, and so everything unsafe about it, is in this file.

internal import CZlib

/// What one call of zlib came to.
enum ZStep {
    /// The room is used up; there may be more.
    case full
    /// All input is read and all output for it written.
    case drained
    /// A block with BFINAL ended the DEFLATE stream; input may be left.
    case ended
    case damaged
    case outOfMemory
}

/// The `z_stream` of an inflater, made on first use.
///
/// It lives on the heap because zlib's state points back at it and refuses to work once it has moved.
// Safe: the pointer is private, made here, and freed once, here.
@safe
struct InflateStream: ~Copyable {
    private let windowBits: WindowBits
    private var stream: UnsafeMutablePointer<z_stream>?

    init(windowBits: WindowBits) {
        self.windowBits = windowBits
    }

    deinit {
        end()
    }

    /// Inflates input from `offset` on and appends at most `room` bytes.
    mutating func run(
        _ input: Span<UInt8>, from offset: inout Int, into output: inout [UInt8], room: Int
    ) -> ZStep {
        guard start() else { return .outOfMemory }
        // Safe: `start` has made the stream, and nothing else frees it while we hold self.
        guard let stream = unsafe stream else { return .outOfMemory }
        let result = unsafe transfer(stream, input, from: &offset, into: &output, room: room) { stream in
            // Safe: the stream is initialised and its buffers are valid for the length of this call.
            unsafe CZlib.inflate(stream, Z_SYNC_FLUSH)
        }
        switch result {
        case Z_OK, Z_BUF_ERROR:
            // Safe: reads a field of the live stream.
            return unsafe stream.pointee.avail_out == 0 ? .full : .drained
        case Z_STREAM_END:
            // What follows is a new stream that may refer back to the same window (RFC 7692 §7.2.3.4). This reset
            // keeps the window and costs nothing; copying it out and in again would let two bytes of input cost
            // 64 KiB of copying.
            // Safe: the stream is live.
            _ = unsafe inflateResetKeep(stream)
            return .ended
        case Z_MEM_ERROR: return .outOfMemory
        default: return .damaged
        }
    }

    /// Whether everything read so far ends exactly where a block ends, on a byte boundary.
    var isBetweenBlocks: Bool {
        // Safe: reads a field of the live stream.
        guard let stream = unsafe stream else { return true }
        // zlib.h, at inflate(): the low six bits count unused bits, and 128 says "after a block".
        let bits = unsafe stream.pointee.data_type
        return bits & 128 != 0 && bits & 63 == 0
    }

    /// Forgets the window.
    mutating func reset() {
        // Safe: the stream is live; the window's memory stays allocated.
        if let stream = unsafe stream { _ = unsafe inflateReset(stream) }
    }

    /// Frees all that zlib holds; the next run starts anew.
    mutating func release() {
        end()
        unsafe stream = nil
    }

    private mutating func start() -> Bool {
        guard unsafe stream == nil else { return true }
        // Safe: freed below when zlib refuses it, otherwise by `end`.
        let new = unsafe makeStream()
        // Negative: raw DEFLATE, without zlib's header and checksum.
        guard unsafe closecall_inflate_init(new, CInt(-windowBits.rawValue)) == Z_OK else {
            unsafe new.deallocate()
            return false
        }
        unsafe stream = new
        return true
    }

    private func end() {
        guard let stream = unsafe stream else { return }
        // Safe: made by `start`, and called once: from deinit, or before the pointer is dropped.
        _ = unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }
}

/// The `z_stream` of a deflater, made on first use.
// Safe: the pointer is private, made here, and freed once, here.
@safe
struct DeflateStream: ~Copyable {
    /// How much of what it knows zlib is to write.
    enum Flush {
        /// As it likes: best ratio.
        case none
        /// To the end of the block, without the empty one that marks a flush.
        case block
        /// To a byte boundary, ended by the empty stored block 00 00 FF FF.
        case sync
    }

    private let windowBits: WindowBits
    private let level: Int
    private let memoryLevel: Int
    private var stream: UnsafeMutablePointer<z_stream>?

    init(windowBits: WindowBits, level: Int, memoryLevel: Int) {
        self.windowBits = windowBits
        self.level = level
        self.memoryLevel = memoryLevel
    }

    deinit {
        end()
    }

    /// Deflates input from `offset` on and appends at most `room` bytes.
    mutating func run(
        _ input: Span<UInt8>, from offset: inout Int, flush: Flush, into output: inout [UInt8], room: Int
    ) -> ZStep {
        guard start() else { return .outOfMemory }
        // Safe: `start` has made the stream, and nothing else frees it while we hold self.
        guard let stream = unsafe stream else { return .outOfMemory }
        let mode: CInt =
            switch flush {
            case .none: Z_NO_FLUSH
            case .block: Z_BLOCK
            case .sync: Z_SYNC_FLUSH
            }
        _ = unsafe transfer(stream, input, from: &offset, into: &output, room: room) { stream in
            // Safe: the stream is initialised and its buffers are valid for the length of this call. It cannot
            // fail: "nothing to do" is all that is left to say (zlib.h, at deflate()).
            unsafe CZlib.deflate(stream, mode)
        }
        // Safe: reads a field of the live stream.
        return unsafe stream.pointee.avail_out == 0 ? .full : .drained
    }

    /// Forgets the window.
    mutating func reset() {
        // Safe: the stream is live.
        if let stream = unsafe stream { _ = unsafe deflateReset(stream) }
    }

    /// Frees all that zlib holds; the next run starts anew.
    mutating func release() {
        end()
        unsafe stream = nil
    }

    private mutating func start() -> Bool {
        guard unsafe stream == nil else { return true }
        // Safe: freed below when zlib refuses it, otherwise by `end`.
        let new = unsafe makeStream()
        // zlib cannot write raw DEFLATE for a window of 2^8 and refuses 8 (deflateInit2 in zlib.h). With 9 it never
        // refers back more than 512 - 262 = 250 bytes, since it keeps that much of its window for look-ahead
        // (MAX_DIST in its deflate.h): what a receiver with 2^8 = 256 bytes can read. A test measures it.
        let bits = CInt(max(windowBits.rawValue, 9))
        let result = unsafe closecall_deflate_init(new, CInt(level), -bits, CInt(memoryLevel))
        guard result == Z_OK else {
            // Safe: nobody else has it.
            unsafe new.deallocate()
            return false
        }
        unsafe stream = new
        return true
    }

    private func end() {
        guard let stream = unsafe stream else { return }
        // Safe: made by `start`, and called once: from deinit, or before the pointer is dropped.
        _ = unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }
}

/// The version of the zlib that is loaded, which need not be that of the header.
func loadedZlibVersion() -> String {
    // Safe: zlib returns a constant, NUL-terminated string.
    unsafe String(cString: CZlib.zlibVersion())
}

private func makeStream() -> UnsafeMutablePointer<z_stream> {
    // All zero means zlib's own allocator and no buffers.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    // Safe: just allocated for one; the caller frees it.
    unsafe stream.initialize(to: z_stream())
    return unsafe stream
}

/// Hands zlib the input and room at the end of the output for one call, and takes both back.
private func transfer(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: Span<UInt8>, from offset: inout Int,
    into output: inout [UInt8], room: Int, _ call: (UnsafeMutablePointer<z_stream>) -> CInt
) -> CInt {
    var result: CInt = Z_STREAM_ERROR
    output.append(addingCapacity: room) { free in
        // Safe: both buffers outlive the call, the counts given are within them, and zlib neither writes to its
        // input (the header only lacks the const) nor keeps the pointers, which are taken away again.
        unsafe input.withUnsafeBufferPointer { bytes in
            unsafe free.withUnsafeMutableBufferPointer { buffer, filled in
                let start = unsafe bytes.baseAddress.map { unsafe $0 + offset }
                let given = UInt32(clamping: bytes.count - offset)
                let space = UInt32(clamping: min(room, buffer.count - filled))
                unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(mutating: start)
                unsafe stream.pointee.avail_in = given
                unsafe stream.pointee.next_out = unsafe buffer.baseAddress.map { unsafe $0 + filled }
                unsafe stream.pointee.avail_out = space
                // Safe: as above; zlib leaves what it did not use in the two counts.
                result = unsafe call(stream)
                offset += Int(given - (unsafe stream.pointee.avail_in))
                filled += Int(space - (unsafe stream.pointee.avail_out))
                unsafe stream.pointee.next_in = nil
                unsafe stream.pointee.next_out = nil
            }
        }
    }
    return result
}
