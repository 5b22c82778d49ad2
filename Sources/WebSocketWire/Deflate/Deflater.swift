/// Compresses the messages of one direction (RFC 7692 §7.2.1).
///
/// zlib's memory is allocated when the first byte is compressed, so an idle connection costs none of it; then it
/// is 2^(windowBits + 2) + 2^(memoryLevel + 9) bytes and about 6 KiB. With zlib's own 15 and 8 that is 262 KiB, with
/// 12 and 5 it is 38 KiB, with 9 and 1 it is 9 KiB.
public struct Deflater: ~Copyable {
    private let contextTakeover: Bool
    private var stream: DeflateStream
    /// Whether the message under way has given zlib anything.
    private var isEmpty = true

    /// A deflater. `level` is 0 (store) to 9 (smallest), `memoryLevel` 1 (smallest) to 9 (fastest).
    public init(
        windowBits: WindowBits = .max, contextTakeover: Bool = true, level: Int = 6, memoryLevel: Int = 8
    ) {
        precondition((0...9).contains(level), "a compression level is 0...9")
        precondition((1...9).contains(memoryLevel), "a memory level is 1...9")
        self.contextTakeover = contextTakeover
        stream = DeflateStream(windowBits: windowBits, level: level, memoryLevel: memoryLevel)
    }

    /// A deflater for one direction of what was agreed.
    public init(_ direction: DeflateParameters.Direction, level: Int = 6, memoryLevel: Int = 8) {
        self.init(
            windowBits: direction.windowBits, contextTakeover: direction.contextTakeover,
            level: level, memoryLevel: memoryLevel)
    }

    /// Compresses a whole message and appends the payload that goes on the wire.
    public mutating func deflate(
        _ message: Span<UInt8>, into output: inout [UInt8]
    ) throws(DeflateFailure) {
        try deflateFragment(message, isFinal: true, into: &output)
    }

    /// Compresses the next part of a message and appends what zlib has to say so far, which may be nothing:
    /// it writes when it is worth it, and all that is left with the final part.
    public mutating func deflateFragment(
        _ fragment: Span<UInt8>, isFinal: Bool, into output: inout [UInt8]
    ) throws(DeflateFailure) {
        if !fragment.isEmpty {
            try run(fragment, flush: .none, into: &output)
            isEmpty = false
        }
        if isFinal { try finish(into: &output) }
    }

    /// Gives zlib's memory back where nothing has to be remembered: between messages without context takeover.
    ///
    /// Worth a call when a connection falls idle; does nothing where it would lose something.
    public mutating func releaseMemory() {
        if !contextTakeover && isEmpty { stream.release() }
    }

    /// The version of the zlib in use.
    public static var zlibVersion: String { loadedZlibVersion() }

    private mutating func finish(into output: inout [UInt8]) throws(DeflateFailure) {
        if isEmpty {
            // zlib writes nothing when there is nothing new; an empty message is this one byte (RFC 7692 §7.2.3.6).
            output.append(0x00)
            return
        }
        let none: [UInt8] = []
        // In two steps, because zlib may write the marker twice when the room ends within it (zlib.h, at deflate()).
        try run(none.span, flush: .block, into: &output)
        try run(none.span, flush: .sync, into: &output)
        // The receiver puts 00 00 FF FF back (RFC 7692 §7.2.1).
        output.removeLast(4)
        if !contextTakeover { stream.reset() }
        isEmpty = true
    }

    private mutating func run(
        _ input: Span<UInt8>, flush: DeflateStream.Flush, into output: inout [UInt8]
    ) throws(DeflateFailure) {
        var offset = 0
        var step = ZStep.full
        while offset < input.count || step == .full {
            // Enough for small messages even if they do not shrink, and never near the six bytes of the marker.
            let room = max(min(input.count - offset + 64, 1 << 16), output.capacity - output.count)
            step = stream.run(input, from: &offset, flush: flush, into: &output, room: room)
            if step == .outOfMemory { throw .outOfMemory }
        }
    }
}

/// Why a message could not be compressed; it can always be sent as it is instead.
public enum DeflateFailure: Error, Hashable, Sendable {
    /// There was no memory for the compressor's state. Nothing was written.
    case outOfMemory
}

extension DeflateFailure: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        "no memory to compress a message; send it uncompressed, or use smaller window bits and memory level"
    }
}
