internal import CLinux

/// Bytes that wait for a socket, in chunks that the loop's connections share: one that waits for nothing holds
/// none. Large arrays are kept as they were handed in.
struct OutputQueue: ~Copyable {
    private var first: OutputChunk?
    private var last: OutputChunk?
    private(set) var byteCount = 0

    var isEmpty: Bool { byteCount == 0 }

    private static let vectorsPerCall = 16

    deinit {
        // One after the other: a long chain that frees itself would use up the stack.
        var next = first
        while let chunk = next { next = chunk.next.take() }
    }

    mutating func append(_ bytes: [UInt8], from pool: OutputChunkPool) {
        guard bytes.count > OutputChunk.size else { return append(copying: bytes.span, from: pool) }
        byteCount += bytes.count
        link(OutputChunk(keeping: bytes))
    }

    mutating func append(copying bytes: Span<UInt8>, from pool: OutputChunkPool) {
        var taken = last?.append(bytes) ?? 0
        while taken < bytes.count {
            let chunk = pool.take()
            taken += chunk.append(bytes.extracting(droppingFirst: taken))
            link(chunk)
        }
        byteCount += bytes.count
    }

    private mutating func link(_ chunk: OutputChunk) {
        if let last { last.next = chunk } else { first = chunk }
        last = chunk
    }

    /// Takes the first chunk out, and shows it to `body` before.
    mutating func takeFirst(to pool: OutputChunkPool, _ body: (Span<UInt8>) -> Void) {
        guard let chunk = first else { return }
        chunk.show(body)
        byteCount -= chunk.count
        unlinkFirst(to: pool)
    }

    mutating func removeAll(to pool: OutputChunkPool) {
        while first != nil { unlinkFirst(to: pool) }
        byteCount = 0
    }

    private mutating func unlinkFirst(to pool: OutputChunkPool) {
        guard let chunk = first else { return }
        first = chunk.next.take()
        if first == nil { last = nil }
        pool.put(chunk)
    }

    /// Hands the kernel what it takes. True when the socket is full: there is more, or nothing was taken.
    /// `holdsLast` keeps the last chunk back, for an end that may belong to it.
    mutating func send(
        to socket: Int32, more: Bool, holdsLast: Bool = false, pool: OutputChunkPool,
        tap: (any ConnectionTap)? = nil
    ) throws(SystemError) -> Bool {
        while let chunk = first, !holdsLast || chunk.next != nil || chunk.isKept {
            switch send(chunk, to: socket, more: more, holdsLast: holdsLast) {
            case .bytes(let count, let isFull):
                if let tap { show(count, to: tap) }
                consume(count, to: pool)
                // Asking again would only be told so.
                if isFull { return true }
            case .wouldBlock: return true
            case .failed(let error): throw error
            }
        }
        return false
    }

    /// One call's worth: a kept array by itself, else as many chunks as fit.
    private func send(
        _ chunk: OutputChunk, to socket: Int32, more: Bool, holdsLast: Bool
    ) -> Syscalls.WriteResult {
        guard let next = chunk.next else { return chunk.send(to: socket, more: more) }
        // The kernel joins the pieces: none of them leaves as a segment of its own.
        if chunk.isKept || next.isKept { return chunk.send(to: socket, more: true) }
        // Safe: the vectors are used inside the closure only, and the queue keeps the chunks meanwhile.
        return unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: Self.vectorsPerCall) {
            vectors in
            var (count, current) = (0, first)
            while let chunk = current, !chunk.isKept, count < vectors.count {
                if holdsLast, chunk.next == nil { break }
                unsafe vectors[count] = unsafe iovec(iov_base: chunk.unsent, iov_len: chunk.count)
                count += 1
                current = chunk.next
            }
            return unsafe Syscalls.send(
                socket, vectors: UnsafeMutableBufferPointer(rebasing: vectors[..<count]),
                more: more || current != nil)
        }
    }

    private func show(_ count: Int, to tap: any ConnectionTap) {
        var (rest, current) = (count, first)
        while rest > 0, let chunk = current {
            let part = min(rest, chunk.count)
            chunk.show { tap.sent($0.extracting(first: part)) }
            rest -= part
            current = chunk.next
        }
    }

    private mutating func consume(_ count: Int, to pool: OutputChunkPool) {
        byteCount -= count
        var rest = count
        while let chunk = first, rest >= chunk.count {
            rest -= chunk.count
            unlinkFirst(to: pool)
        }
        first?.dropFirst(rest)
    }
}
