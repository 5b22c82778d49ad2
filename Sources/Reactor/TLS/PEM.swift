internal import COpenSSL

// Safe: the memories live for the length of the closures, which hand them to OpenSSL alone.

/// The way in and out of OpenSSL for texts: memories that it reads from or prints into.
enum PEM {
    /// What OpenSSL reads from or prints into.
    @safe struct Memory: ~Copyable {
        let pointer: OpaquePointer
    }

    /// Lets `body` read `bytes`.
    static func reading<Value>(
        _ bytes: [UInt8], _ body: (borrowing Memory) throws(TLSError) -> Value
    ) throws(TLSError) -> Value {
        // Safe: the memory copies nothing, so it lives inside the closure that keeps the array in place.
        let result = unsafe bytes.withUnsafeBytes { buffer -> Result<Value, TLSError> in
            guard let memory = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count))
            else {
                return .failure(.latest(.configuration, "no memory"))
            }
            defer { unsafe BIO_free(memory) }
            // Safe: as above.
            do throws(TLSError) { return .success(try body(unsafe Memory(pointer: memory))) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// What `body` prints; nothing when it fails.
    static func printed(_ body: (borrowing Memory) -> Bool) -> String {
        // Safe: the memory is freed after its text was copied.
        guard let memory = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(memory) }
        var start: UnsafeMutablePointer<CChar>?
        guard body(unsafe Memory(pointer: memory)),
            case let count = unsafe closecall_memory_data(memory, &start), count > 0
        else {
            ERR_clear_error()
            return ""
        }
        // Safe: OpenSSL says where the text is and how long.
        let text = unsafe UnsafeRawBufferPointer(start: start, count: count)
        return unsafe String(decoding: text, as: UTF8.self)
    }
}
