/// Bytes on their way: put in behind, taken out in front.
struct ByteQueue {
    private var storage: [UInt8] = []
    private var start = 0

    var count: Int { storage.count - start }

    mutating func append(_ bytes: Span<UInt8>) {
        // Safe: the pointer is used for the length of this call only.
        unsafe bytes.withUnsafeBufferPointer { unsafe storage.append(contentsOf: $0) }
    }

    /// Takes some away in front.
    mutating func drop(_ count: Int) {
        start += count
        precondition(start <= storage.count, "more bytes taken than there are")
        if start == storage.count {
            storage.removeAll(keepingCapacity: true)
            start = 0
        } else if start > 64 * 1024, start > storage.count / 2 {
            storage.removeFirst(start)
            start = 0
        }
    }

    /// Keeps so many in front.
    mutating func keep(_ count: Int) {
        precondition(count <= self.count, "more bytes kept than there are")
        storage.removeLast(self.count - count)
    }

    /// Loses one byte: what a relay must never do.
    mutating func lose(at index: Int) { storage.remove(at: start + index) }

    /// The last `count` of the first `end`.
    func copy(last count: Int, before end: Int) -> [UInt8] {
        Array(storage[start + end - count..<start + end])
    }

    /// Whether the first `count` are what stands in `other` from `offset` on.
    func startsWith(_ count: Int, of other: [UInt8], at offset: Int) -> Bool {
        guard count <= self.count, offset + count <= other.count else { return false }
        // Safe: both pointers are used for the length of this call only, and only where the guard allows.
        return unsafe storage.withUnsafeBytes { ours in
            unsafe other.withUnsafeBytes { theirs in
                unsafe Self.equal(
                    UnsafeRawBufferPointer(rebasing: ours[start..<start + count]),
                    UnsafeRawBufferPointer(rebasing: theirs[offset..<offset + count]))
            }
        }
    }

    /// Eight bytes at a time: byte by byte this was most of a simulation in debug.
    private static func equal(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        // Safe: each load ends within both buffers, which are equally long.
        while index + 8 <= one.count {
            let ours = unsafe one.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let theirs = unsafe other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard ours == theirs else { return false }
            index += 8
        }
        while index < one.count {
            guard unsafe one[index] == other[index] else { return false }
            index += 1
        }
        return true
    }
}
