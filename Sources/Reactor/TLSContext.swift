internal import COpenSSL

/// How a client trusts.
public struct TLSOptions: Hashable, Sendable {
    /// Whether the peer's certificate must be valid for its name. Without it anybody can stand in between.
    public var verify: Bool
    /// A PEM file with the certificates to trust instead of the system's.
    public var caFile: String?

    /// Verifies against the system's trust store, unless told otherwise.
    public init(verify: Bool = true, caFile: String? = nil) {
        self.verify = verify
        self.caFile = caFile
    }
}

// Sendable: OpenSSL counts a context's references atomically and locks what sessions share in it; we change it in
// `init` only, and free it when the last reference is gone.

// Safe: the pointer is set once, lives as long as the object, and is handed to OpenSSL alone.

/// What many TLS sessions share: trust, or a certificate and its key. Make one and keep it, for reading the
/// system's trust store takes milliseconds.
@safe public final class TLSContext: @unchecked Sendable {
    let pointer: OpaquePointer
    let isServer: Bool

    private init(server isServer: Bool) throws(TLSError) {
        // Safe: the methods are static tables, and the context is ours until `deinit`.
        guard let pointer = unsafe SSL_CTX_new(isServer ? TLS_server_method() : TLS_client_method()) else {
            throw TLSError.latest("no context")
        }
        unsafe self.pointer = pointer
        self.isServer = isServer
        unsafe closecall_use_sane_settings(pointer)
    }

    /// For connecting to servers.
    public convenience init(client options: TLSOptions = TLSOptions()) throws(TLSError) {
        try self.init(server: false)
        // Safe: the context is alive, and the paths are zero-ended texts for the length of the calls.
        _ = unsafe closecall_offer_http11(pointer)
        unsafe SSL_CTX_set_verify(pointer, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
        if let file = options.caFile {
            guard unsafe SSL_CTX_load_verify_locations(pointer, file, nil) == 1 else {
                throw TLSError.latest("cannot read the certificates in \(file)")
            }
        } else if options.verify {
            guard unsafe SSL_CTX_set_default_verify_paths(pointer) == 1 else {
                throw TLSError.latest("cannot read the system's trust store")
            }
        }
    }

    /// For accepting clients: a PEM file with the certificate and those above it, and one with its key.
    public convenience init(certificateFile: String, keyFile: String) throws(TLSError) {
        try self.init(server: true)
        // Safe: the context is alive, and the paths are zero-ended texts for the length of the calls.
        unsafe closecall_answer_http11(pointer)
        guard unsafe SSL_CTX_use_certificate_chain_file(pointer, certificateFile) == 1 else {
            throw TLSError.latest("cannot use the certificate in \(certificateFile)")
        }
        guard unsafe SSL_CTX_use_PrivateKey_file(pointer, keyFile, SSL_FILETYPE_PEM) == 1 else {
            throw TLSError.latest("cannot use the key in \(keyFile)")
        }
    }

    deinit {
        // Safe: sessions hold references of their own.
        unsafe SSL_CTX_free(pointer)
    }
}

extension TLSError {
    /// `what`, and behind it what OpenSSL noted on this thread, whose notes are then forgotten.
    static func latest(_ what: String) -> TLSError {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        // Safe: OpenSSL answers a static text, or null when it has none for this code.
        guard code != 0, let text = unsafe ERR_reason_error_string(code) else { return TLSError(what) }
        let words = unsafe String(cString: text)
        // OpenSSL reads the first bytes as a record whatever they are.
        let hint = words == "wrong version number" ? " (the peer does not speak TLS)" : ""
        return TLSError("\(what): \(words)\(hint)")
    }
}
