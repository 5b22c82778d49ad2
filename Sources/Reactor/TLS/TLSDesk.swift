internal import COpenSSL

// Safe: the records' memory is the desk's own and lives as long as it; the pointers are handed to OpenSSL alone.

/// Where a loop's TLS sessions work, one after the other: the records that came, those that go, and the plain
/// bytes between. There is one for all of them, so that idle sessions hold none.
@safe final class TLSDesk {
    /// What was decrypted.
    let plain: ReadBuffer
    private let cipher: ReadBuffer
    private let records: UnsafeMutablePointer<closecall_records>

    /// The most that is encrypted in one go.
    static let plainStep = 64 * 1024
    /// The most that a record has besides its bytes (RFC 5246 §6.2.3, RFC 8446 §5.2).
    private static let recordOverhead = 256

    /// For records that are read `inputCapacity` at a time. What they hold has room behind what OpenSSL kept of a
    /// record that had not come whole.
    init(inputCapacity: Int) {
        plain = ReadBuffer(capacity: inputCapacity + 17 * 1024)
        // Room for an alert or the answer to a key update besides.
        cipher = ReadBuffer(capacity: Self.plainStep + 6 * Self.recordOverhead)
        // Safe: the output is the cipher buffer's memory.
        unsafe records = .allocate(capacity: 1)
        unsafe records.initialize(
            to: closecall_records(
                input: nil, input_count: 0, output: cipher.start, output_count: 0,
                output_capacity: cipher.capacity))
    }

    deinit {
        // Safe: sessions live on connections, which keep the loop that keeps the desk.
        unsafe records.deallocate()
    }

    /// How a session reaches this desk.
    func makeBIO() -> OpaquePointer? {
        // Safe: the method is never freed.
        guard let method = unsafe Self.method else { return nil }
        return unsafe closecall_records_bio(method, records)
    }

    // Safe: made once, and only read from then on.
    private nonisolated(unsafe) static let method = unsafe closecall_records_method()

    /// Lets `body` read from the records that stand in `bytes` at `range`, which loses what was read.
    func reading<Value>(
        _ bytes: borrowing ReadBuffer, _ range: inout Range<Int>, _ body: () -> Value
    ) -> Value {
        precondition(range.upperBound <= bytes.capacity)
        // Safe: the bytes stay in place while `body` runs, and are forgotten afterwards.
        unsafe records.pointee.input = UnsafePointer(bytes.start + range.lowerBound)
        unsafe records.pointee.input_count = range.count
        let value = body()
        // Safe: as above.
        range = (range.upperBound - Int(unsafe records.pointee.input_count))..<range.upperBound
        unsafe records.pointee.input_count = 0
        return value
    }

    /// Whether a chunk of an output queue, encrypted, fits on it.
    var hasRoom: Bool { isRoom(for: OutputChunk.size) }

    /// Whether so many plain bytes, encrypted, fit on it.
    func isRoom(for count: Int) -> Bool {
        // Safe: the records are the desk's own.
        let room = cipher.capacity - Int(unsafe records.pointee.output_count)
        // A record has at most 16 KiB, and at most so much around it.
        return count + (count / (16 * 1024) + 1) * Self.recordOverhead <= room
    }

    /// Hands over the records that have to go out, which must happen before another session works here.
    func takeOutput(_ body: (Span<UInt8>) -> Void) {
        // Safe: the records are the desk's own.
        let count = Int(unsafe records.pointee.output_count)
        guard count > 0 else { return }
        unsafe records.pointee.output_count = 0
        cipher.withFirst(count) { body($0.span) }
    }
}
