internal import COpenSSL

/// SHA-256 (FIPS 180-4), by OpenSSL: to name a text by what stands in it.
public enum SHA256 {
    /// The 32-byte digest.
    public static func hash(_ message: Span<UInt8>) -> [UInt8] {
        // Safe: both buffers stay in place for the length of the call, which writes 32 bytes and cannot fail.
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            unsafe message.withUnsafeBufferPointer { message in
                _ = unsafe COpenSSL.SHA256(message.baseAddress, message.count, digest.baseAddress)
            }
            count = 32
        }
    }
}
