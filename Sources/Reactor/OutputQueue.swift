internal import CLinux

/// Bytes that wait for a socket: whole arrays as they were handed in, small ones joined.
struct OutputQueue {
    private var chunks: [[UInt8]] = []
    private var first = 0
    /// What of the first chunk has been sent.
    private var offset = 0
    private(set) var byteCount = 0

    var isEmpty: Bool { byteCount == 0 }

    /// Small pieces are copied into one chunk of at most this size: fewer vectors, fewer allocations.
    private static let joinedSize = 16 * 1024
    private static let smallPiece = 2 * 1024
    private static let vectorsPerCall = 16

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        byteCount += bytes.count
        if canJoin(bytes.count) {
            chunks[chunks.count - 1].append(contentsOf: bytes)
        } else {
            chunks.append(bytes)
        }
    }

    mutating func append(copying bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        if !canJoin(bytes.count) {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(max(bytes.count, Self.smallPiece))
        }
        byteCount += bytes.count
        // Safe: the bytes are copied before the closure ends.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe chunks[chunks.count - 1].append(contentsOf: buffer)
        }
    }

    private func canJoin(_ count: Int) -> Bool {
        guard chunks.count > first, let last = chunks.last, count <= Self.smallPiece else { return false }
        return last.count + count <= Self.joinedSize
    }

    mutating func removeAll() {
        self = OutputQueue()
    }

    /// Hands the kernel what it takes. True when the socket is full: there is more, or nothing was taken.
    mutating func send(to socket: Int32, more: Bool) throws(SystemError) -> Bool {
        while !isEmpty {
            let (result, attempted) =
                chunks.count - first == 1 ? sendOne(socket, more) : sendSeveral(socket, more)
            switch result {
            case .bytes(let count):
                consume(count)
                // A short write means a full socket: asking again would only be told so.
                if count < attempted { return true }
            case .wouldBlock: return true
            case .failed(let error): throw error
            }
        }
        return false
    }

    private func sendOne(_ socket: Int32, _ more: Bool) -> (Syscalls.WriteResult, Int) {
        let chunk = chunks[first]
        let result = Syscalls.send(socket, chunk.span.extracting(droppingFirst: offset), more: more)
        return (result, chunk.count - offset)
    }

    private func sendSeveral(_ socket: Int32, _ more: Bool) -> (Syscalls.WriteResult, Int) {
        // Safe: the vectors are used inside the closure only, and `gather` keeps every chunk in place meanwhile.
        unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: Self.vectorsPerCall) { vectors in
            unsafe gather(first, into: vectors, 0, attempted: 0) { filled, attempted in
                (unsafe Syscalls.send(socket, vectors: filled, more: more), attempted)
            }
        }
    }

    /// Nests one `withUnsafeBufferPointer` per chunk, so that all of them are in place when `body` runs.
    @unsafe private func gather(
        _ index: Int, into vectors: UnsafeMutableBufferPointer<iovec>, _ count: Int, attempted: Int,
        _ body: (UnsafeMutableBufferPointer<iovec>, Int) -> (Syscalls.WriteResult, Int)
    ) -> (Syscalls.WriteResult, Int) {
        // Safe: the pointers stay good inside the closures that hand them out, and `body` runs inside all of them.
        guard index < chunks.count, count < vectors.count else {
            return unsafe body(UnsafeMutableBufferPointer(rebasing: vectors[..<count]), attempted)
        }
        return unsafe chunks[index].withUnsafeBytes { bytes in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[(index == first ? offset : 0)...])
            unsafe vectors[count] = unsafe iovec(
                iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: rest.count)
            return unsafe gather(index + 1, into: vectors, count + 1, attempted: attempted + rest.count, body)
        }
    }

    private mutating func consume(_ count: Int) {
        byteCount -= count
        offset += count
        while first < chunks.count, offset >= chunks[first].count {
            offset -= chunks[first].count
            chunks[first] = []
            first += 1
        }
        if first == chunks.count {
            chunks.removeAll(keepingCapacity: chunks.capacity <= Self.vectorsPerCall)
            first = 0
        } else if first > 32, first * 2 > chunks.count {
            chunks.removeFirst(first)
            first = 0
        }
    }
}
