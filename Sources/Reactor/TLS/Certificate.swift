internal import COpenSSL

// Sendable: OpenSSL counts references atomically and locks what it caches in a certificate, and nobody changes
// one after it was signed or read.

// Safe: the pointer is set once, lives as long as the object, and is handed to OpenSSL alone.

/// An X.509 certificate.
@safe public final class Certificate: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        // Safe: whoever hands it over gives it up.
        unsafe self.pointer = pointer
    }

    deinit {
        // Safe: sessions and contexts hold references of their own.
        unsafe X509_free(pointer)
    }

    /// All certificates in `bytes`, which came from `place`; at least one.
    static func read(_ bytes: [UInt8], from place: String) throws(TLSError) -> [Certificate] {
        let found = try PEM.reading(bytes) { memory throws(TLSError) in
            var found: [Certificate] = []
            // Safe: the memory lives for the calls, and each certificate is ours from here on.
            while let pointer = unsafe PEM_read_bio_X509(memory.pointer, nil, closecall_no_password, nil) {
                unsafe found.append(Certificate(owning: pointer))
            }
            return found
        }
        ERR_clear_error()
        if !found.isEmpty { return found }
        throw TLSError(.configuration, "\(place) \(PEMProblem(bytes).text(missing: "certificate"))")
    }

    /// The text form that trust stores take.
    public var pem: String {
        PEM.printed { memory in
            // Safe: both are alive for the call.
            unsafe PEM_write_bio_X509(memory.pointer, pointer) == 1
        }
    }

    /// Whose it is (RFC 2253), such as `CN=localhost,O=Closecall`.
    public var subject: String {
        PEM.printed { memory in
            // Safe: the name belongs to the certificate, which is alive.
            return unsafe X509_NAME_print_ex(
                memory.pointer, X509_get_subject_name(pointer), 0, closecall_name_style) >= 0
        }
    }

    /// The SHA-256 of its binary form, which tells it from every other.
    public var fingerprint: [UInt8] {
        var count: UInt32 = 0
        // Safe: the buffer has room for every digest that OpenSSL knows.
        return unsafe [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, used in
            let done = unsafe X509_digest(pointer, EVP_sha256(), buffer.baseAddress, &count)
            used = done == 1 ? Int(count) : 0
        }
    }

    /// When it begins to be valid.
    public var notBefore: WallTime {
        // Safe: the time belongs to the certificate.
        WallTime(seconds: unsafe closecall_unix_time(X509_get0_notBefore(pointer)))
    }

    /// When it ends to be valid.
    public var notAfter: WallTime {
        // Safe: the time belongs to the certificate.
        WallTime(seconds: unsafe closecall_unix_time(X509_get0_notAfter(pointer)))
    }

    /// Whether it may sign others.
    public var isAuthority: Bool {
        // Safe: the certificate is alive. 1 is a CA by its own words; others are guesses about old ones.
        unsafe X509_check_ca(pointer) == 1
    }
}
