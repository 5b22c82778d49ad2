/// The bytes of a file on their way past us: a window that moves forward.
///
/// The window is an array that is used again and again, so that memory does not grow with the file.
struct TraceInput {
    /// What was read; what counts begins at `start`.
    private(set) var bytes: [UInt8]
    private(set) var start = 0
    private var end: Int
    /// Where in the file `start` is.
    private(set) var offset: UInt64 = 0
    /// nil where all of the file is in `bytes`.
    private let source: TraceDescriptor?

    /// Small enough for the processor's cache, large enough to make system calls cheap: 10 % faster than a quarter of it.
    private static let window = 1 << 20

    /// A file in memory.
    init(bytes: [UInt8]) {
        self.bytes = bytes
        end = bytes.count
        source = nil
    }

    /// An open file, of which `first` was read already.
    init(_ source: TraceDescriptor, after first: [UInt8]) {
        bytes = first + [UInt8](repeating: 0, count: Self.window - first.count)
        end = first.count
        self.source = source
    }

    /// How many bytes can be read at once.
    var available: Int { end - start }

    /// How long the file is by now, where that can be known.
    var size: UInt64? { if let source { source.size } else { UInt64(bytes.count) } }

    /// Goes past bytes that are available; they stay where they are until the next `hold`.
    mutating func skip(_ count: Int) {
        start += count
        offset &+= UInt64(count)
    }

    /// Forgets what is available, to read it again: a writer whose disk was full may have taken half a block back, and
    /// written another one there. What has no way back, as a pipe, is kept.
    mutating func readAgain() {
        if let source, source.goBack(available) { end = start }
    }

    /// Makes `count` bytes available; false if there are not so many at present.
    mutating func hold(_ count: Int) throws(TraceProblem) -> Bool {
        if available >= count { return true }
        guard let source else { return false }
        if start + count > bytes.count { moveToFront() }
        while available < count {
            // The file's word for a length is not worth memory: the window grows with what is really there.
            if end == bytes.count { grow(towards: count) }
            let more = try source.read(into: &bytes, from: end)
            if more == 0 { return false }
            end += more
        }
        return true
    }

    private mutating func moveToFront() {
        for index in 0..<available { bytes[index] = bytes[start + index] }
        end = available
        start = 0
    }

    private mutating func grow(towards count: Int) {
        let more = min(bytes.count, count - bytes.count)
        bytes.append(contentsOf: repeatElement(0, count: more))
    }
}
