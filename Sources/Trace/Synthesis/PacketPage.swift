// Sendable: who fills a page hands it over for good; it has one owner at a time, and is reused only when that one gives
// it back. Safe: the memory is the object's own, initialised, and every write is checked against its end.

/// A stretch of a pcapng file, filled packet by packet where the packets come about, and written elsewhere.
@safe public final class PacketPage: @unchecked Sendable {
    /// How many bytes it has room for.
    public let capacity: Int
    /// How many of them are filled.
    public private(set) var count = 0
    private let memory: UnsafeMutableRawPointer

    /// An empty page; one block, and so one packet with its notes, has to fit in.
    public init(capacity: Int) {
        self.capacity = capacity
        // Safe: freed with the object, and initialised with the size it was just allocated with.
        unsafe memory = .allocate(byteCount: capacity, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
    }

    deinit {
        // Safe: nobody else owns it, and bytes need no deinitialisation.
        unsafe memory.deallocate()
    }

    /// How much more fits.
    public var room: Int { capacity - count }

    /// Lets `body` see what is filled.
    public func show<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
        var nothing: Void = ()
        return show(into: &nothing) { bytes, _ in body(bytes) }
    }

    /// Lets `body` see what is filled, and work on something that has one owner.
    public func show<Other: ~Copyable, Value>(
        into other: inout Other, _ body: (Span<UInt8>, inout Other) -> Value
    ) -> Value {
        // Safe: the bytes are initialised, and stay for the length of the call.
        let bytes = unsafe UnsafeBufferPointer(
            start: memory.assumingMemoryBound(to: UInt8.self), count: count)
        return body(unsafe bytes.span, &other)
    }

    /// Copies a part of what is filled to the end of `bytes`.
    public func copy(_ range: Range<Int>, to bytes: inout [UInt8]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside of what is filled")
        // Safe: within what is filled, and the copy is made before the call ends.
        let part = unsafe UnsafeRawBufferPointer(start: memory, count: count)[range]
        unsafe bytes.append(contentsOf: part)
    }

    /// Begins anew.
    public func clear() { count = 0 }

    /// Adds bytes.
    public func append(_ bytes: Span<UInt8>) {
        precondition(bytes.count <= room, "a block that does not fit its page")
        // Safe: there is room for as many as the span has.
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            unsafe (memory + count).copyMemory(from: start, byteCount: source.count)
        }
        count += bytes.count
    }

    /// Adds bytes and answers their sum as the Internet checksum has it, before folding: 32 bits at a time, in the
    /// machine's order, for the order of bytes does not matter to a one's complement sum (RFC 1071 §2).
    func append(summing bytes: Span<UInt8>) -> UInt64 {
        precondition(bytes.count <= room, "a packet that does not fit its page")
        // Safe: reads end at the span's end and writes at the page's, which was just checked.
        let sum = unsafe bytes.withUnsafeBytes { source -> UInt64 in
            guard let from = source.baseAddress else { return 0 }
            return unsafe Self.copy(source.count, from, to: memory + count)
        }
        count += bytes.count
        return sum
    }

    /// Safe: for memory of `length` bytes on both sides.
    @unsafe private static func copy(
        _ length: Int, _ from: UnsafeRawPointer, to: UnsafeMutableRawPointer
    ) -> UInt64 {
        // Two sums, each of 32-bit words: even 2^32 of them do not overflow, and the two do not wait for each other.
        var (low, high): (UInt64, UInt64) = (0, 0)
        var offset = 0
        while offset &+ 8 <= length {
            let word = unsafe from.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            unsafe to.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
            low &+= word & 0xFFFF_FFFF
            high &+= word >> 32
            offset &+= 8
        }
        // Safe: to the end of both, a byte at a time.
        var shift: UInt64 = 0
        while offset < length {
            let byte = unsafe from.load(fromByteOffset: offset, as: UInt8.self)
            unsafe to.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
            low &+= UInt64(byte) << shift
            shift = (shift + 8) & 31
            offset &+= 1
        }
        return low &+ high
    }

    /// Adds a number in the file's order, which is the machine's.
    func append(_ number: UInt32) {
        precondition(room >= 4, "a block that does not fit its page")
        // Safe: there is room.
        unsafe memory.storeBytes(of: number.littleEndian, toByteOffset: count, as: UInt32.self)
        count += 4
    }

    /// Adds zeros up to a multiple of four bytes.
    func pad() {
        while count % 4 != 0 {
            precondition(room > 0, "a block that does not fit its page")
            // Safe: there is room.
            unsafe memory.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
            count += 1
        }
    }

    /// Adds a number in the network's order.
    func append(network number: UInt32) { append(number.byteSwapped) }

    /// Adds two numbers in the network's order.
    func append(network first: UInt16, _ second: UInt16) {
        append(network: UInt32(first) << 16 | UInt32(second))
    }

    /// Writes a number of two bytes in the network's order over what is there.
    func set(network number: UInt16, at offset: Int) {
        precondition(offset >= 0 && offset <= count - 2, "outside of what is filled")
        // Safe: within what is filled.
        unsafe memory.storeBytes(of: number.bigEndian, toByteOffset: offset, as: UInt16.self)
    }

    /// Takes back what is filled from `offset` on.
    func cut(to offset: Int) {
        precondition(offset >= 0 && offset <= count, "outside of what is filled")
        count = offset
    }
}
