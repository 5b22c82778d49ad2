internal import COpenSSL

// Sendable: OpenSSL counts references atomically, and nothing changes a key once it is made.

// Safe: the pointer is set once, lives as long as the object, and is handed to OpenSSL alone.

/// A private key. It never prints itself by accident: only `pem` shows it.
@safe final class PrivateKey: @unchecked Sendable {
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) {
        // Safe: whoever hands it over gives it up.
        unsafe self.pointer = pointer
    }

    deinit {
        // Safe: sessions and contexts hold references of their own.
        unsafe EVP_PKEY_free(pointer)
    }

    /// A new one on the curve P-256, which every TLS client knows.
    static func make() throws(TLSError) -> PrivateKey {
        // Safe: the key is ours from here on.
        guard let key = unsafe closecall_make_key() else {
            throw TLSError.latest(.configuration, "cannot make a key")
        }
        return unsafe PrivateKey(owning: key)
    }

    /// The first key in `bytes`, which came from `place`.
    static func read(_ bytes: [UInt8], from place: String) throws(TLSError) -> PrivateKey {
        let key = try PEM.reading(bytes) { memory throws(TLSError) -> PrivateKey? in
            // Safe: the memory lives for the call, and the key is ours from here on.
            let pointer = unsafe PEM_read_bio_PrivateKey(memory.pointer, nil, closecall_no_password, nil)
            guard let pointer = unsafe pointer else { return nil }
            return unsafe PrivateKey(owning: pointer)
        }
        if let key { return key }
        ERR_clear_error()
        throw TLSError(.configuration, "\(place) \(PEMProblem(bytes).text(missing: "private key"))")
    }

    /// PKCS #8, not encrypted.
    var pem: String {
        PEM.printed { memory in
            // Safe: key and memory are alive for the call.
            unsafe PEM_write_bio_PKCS8PrivateKey(memory.pointer, pointer, nil, nil, 0, nil, nil) == 1
        }
    }

    /// Whether it belongs to `certificate`.
    func belongs(to certificate: Certificate) -> Bool {
        // Safe: both are alive for the call.
        let result = unsafe X509_check_private_key(certificate.pointer, pointer)
        ERR_clear_error()
        return result == 1
    }
}
