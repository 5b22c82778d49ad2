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
    let role: SessionRole
    /// Who mints certificates as clients ask for names.
    let authority: CertificateAuthority?
    /// What its user should hear of, though it works: a certificate that is out of date.
    public let warning: String?
    /// OpenSSL knows only a pointer to it.
    private let keyLog: KeyLog?

    private init(
        _ role: SessionRole, authority: CertificateAuthority? = nil, warning: String? = nil, keyLog: KeyLog?
    ) throws(TLSError) {
        // Safe: the methods are static tables, and the context is ours until `deinit`.
        let method = unsafe role == .client ? TLS_client_method() : TLS_server_method()
        guard let pointer = unsafe SSL_CTX_new(method) else {
            throw TLSError.latest(.configuration, "no context")
        }
        unsafe self.pointer = pointer
        self.role = role
        self.authority = authority
        self.warning = warning
        self.keyLog = keyLog
        unsafe closecall_use_sane_settings(pointer)
        // Safe: the context is alive, and what it is told here are static tables and functions.
        if role == .client {
            _ = unsafe closecall_offer_http11(pointer)
        } else {
            unsafe closecall_answer_http11(pointer)
        }
        unsafe keyLog?.watch(pointer)
    }

    deinit {
        // Safe: sessions hold references of their own.
        unsafe SSL_CTX_free(pointer)
    }
}

// MARK: Clients

extension TLSContext {
    /// For connecting to servers.
    public convenience init(
        client options: TLSOptions = TLSOptions(), keyLog: KeyLog? = nil
    ) throws(TLSError) {
        try self.init(.client, keyLog: keyLog)
        // Safe: the context is alive.
        unsafe SSL_CTX_set_verify(pointer, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
        if let file = options.caFile {
            try trust(Certificate.read(Self.contents(of: file), from: file))
        } else if options.verify {
            // Safe: the context is alive.
            guard unsafe SSL_CTX_set_default_verify_paths(pointer) == 1 else {
                throw TLSError.latest(.configuration, "cannot read the system's trust store")
            }
        }
    }

    private func trust(_ certificates: [Certificate]) throws(TLSError) {
        // Safe: the store belongs to the context, and takes references of its own.
        let store = unsafe SSL_CTX_get_cert_store(pointer)
        for certificate in certificates {
            guard unsafe X509_STORE_add_cert(store, certificate.pointer) == 1 else {
                throw TLSError.latest(.configuration, "cannot trust \(certificate.subject)")
            }
        }
    }

    private static func contents(of file: String) throws(TLSError) -> [UInt8] {
        do throws(SystemError) {
            return try SmallFile.read(file).bytes
        } catch {
            throw TLSError(.configuration, "cannot read \(file): \(error.words)")
        }
    }
}

// MARK: Servers

extension TLSContext {
    /// For accepting clients, with a certificate minted for whatever name they ask for.
    public convenience init(authority: CertificateAuthority, keyLog: KeyLog? = nil) throws(TLSError) {
        try self.init(.localServer, authority: authority, keyLog: keyLog)
        // Safe: the context is alive.
        unsafe closecall_ask_for_certificates(pointer)
    }

    /// For accepting clients: a PEM file with the certificate and those above it, and one with its key, which may
    /// be the same file.
    public convenience init(
        certificateFile: String, keyFile: String, keyLog: KeyLog? = nil
    ) throws(TLSError) {
        let chain = try Certificate.read(Self.contents(of: certificateFile), from: certificateFile)
        let key = try PrivateKey.read(Self.contents(of: keyFile), from: keyFile)
        guard let certificate = chain.first, key.belongs(to: certificate) else {
            throw TLSError(
                .configuration,
                "the key in \(keyFile) does not belong to the certificate in \(certificateFile)")
        }
        try self.init(.server, warning: Self.warning(about: certificate, in: certificateFile), keyLog: keyLog)
        try use(certificate, above: chain.dropFirst(), key, from: certificateFile)
    }

    private func use(
        _ certificate: Certificate, above chain: ArraySlice<Certificate>, _ key: PrivateKey, from file: String
    ) throws(TLSError) {
        // Safe: all are alive, and the context takes references of its own.
        guard unsafe SSL_CTX_use_certificate(pointer, certificate.pointer) == 1,
            unsafe SSL_CTX_use_PrivateKey(pointer, key.pointer) == 1
        else { throw TLSError.latest(.configuration, "cannot use the certificate in \(file)") }
        for certificate in chain {
            guard unsafe closecall_add_chain_certificate(pointer, certificate.pointer) == 1 else {
                throw TLSError.latest(.configuration, "cannot use all certificates in \(file)")
            }
        }
    }

    private static func warning(about certificate: Certificate, in file: String) -> String? {
        let now = WallTime.current
        if certificate.notAfter <= now {
            return "the certificate in \(file) was valid until \(certificate.notAfter.date)"
        }
        if now < certificate.notBefore {
            return "the certificate in \(file) is not valid before \(certificate.notBefore.date)"
        }
        return nil
    }
}
