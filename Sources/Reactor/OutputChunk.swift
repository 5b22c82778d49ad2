// Safe: `memory` has `size` bytes as long as the object lives, and `start...end` stay within them.

/// A piece of an `OutputQueue`: memory that is filled and used again, or an array as it was handed in.
@safe final class OutputChunk {
    static let size = 16 * 1024

    var next: OutputChunk?
    private let memory: UnsafeMutablePointer<UInt8>?
    private let kept: [UInt8]
    private var start = 0
    private var end = 0

    init() {
        // Safe: the memory is this object's own, and is written before it is read.
        unsafe memory = .allocate(capacity: Self.size)
        kept = []
    }

    init(keeping bytes: [UInt8]) {
        // Safe: there is none.
        unsafe memory = nil
        kept = bytes
        end = bytes.count
    }

    deinit {
        // Safe: nobody else owns it, and bytes need no deinitialisation.
        unsafe memory?.deallocate()
    }

    /// How much has not been sent.
    var count: Int { end - start }

    /// Whether it is an array that was handed in.
    var isKept: Bool { unsafe memory == nil }

    // Safe: for a system call that is told `count`, while the chunk is alive.
    @unsafe var unsent: UnsafeMutablePointer<UInt8>? { unsafe memory.map { unsafe $0 + start } }

    /// Copies what there is room for, and answers how much that is.
    func append(_ bytes: Span<UInt8>) -> Int {
        // Safe: as many bytes are copied as both have.
        guard let memory = unsafe memory else { return 0 }
        let count = min(bytes.count, Self.size - end)
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let source = source.baseAddress else { return }
            unsafe (memory + end).initialize(from: source, count: count)
        }
        end += count
        return count
    }

    func dropFirst(_ count: Int) {
        precondition(count <= self.count)
        start += count
    }

    func send(to socket: Int32, more: Bool) -> Syscalls.WriteResult {
        show { Syscalls.send(socket, $0, more: more) }
    }

    /// Lets `body` see what has not been sent.
    func show<Value>(_ body: (Span<UInt8>) -> Value) -> Value {
        // Safe: the bytes are initialised, and stay in place for the length of the call.
        guard let unsent = unsafe unsent else {
            let kept = kept
            return body(kept.span.extracting(droppingFirst: start))
        }
        let bytes = unsafe UnsafeBufferPointer(start: unsent, count: count)
        return body(unsafe bytes.span)
    }

    fileprivate func clear() {
        (start, end) = (0, 0)
    }
}

/// Chunks that a loop's connections have no need for now.
final class OutputChunkPool {
    /// How much memory is kept for later.
    private static let limit = 4 * 1024 * 1024 / OutputChunk.size

    private var free: OutputChunk?
    private var freeCount = 0

    func take() -> OutputChunk {
        guard let chunk = free else { return OutputChunk() }
        free = chunk.next.take()
        freeCount -= 1
        return chunk
    }

    func put(_ chunk: OutputChunk) {
        guard !chunk.isKept, freeCount < Self.limit else { return }
        chunk.clear()
        chunk.next = free
        free = chunk
        freeCount += 1
    }

    deinit {
        // One after the other: a long chain that frees itself would use up the stack.
        while let chunk = free { free = chunk.next.take() }
    }
}
