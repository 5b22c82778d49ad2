internal import CLinux
internal import COpenSSL

// Safe: the pointers are set once, live as long as the channel, and are handed to OpenSSL alone.

/// One TLS session between two memories: ciphertext that came in, ciphertext to go out. It touches no socket.
@safe struct TLSChannel: ~Copyable {
    /// What a read found.
    enum ReadResult {
        case bytes(Int)
        /// More ciphertext is needed.
        case wantsInput
        /// The peer said in an orderly way that it is done.
        case closeNotify
        case failed(TLSError)
    }

    private let session: OpaquePointer
    /// Where ciphertext comes in and goes out; both belong to the session.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    private let peerName: String?
    private let context: TLSContext
    /// Who a server is for clients that do not say whom they want (RFC 6066 §3): its address.
    private let ownName: String

    /// A session by `context`. A client checks that the peer's certificate is for `serverName`, a host name or
    /// an address; a server is `ownName` to clients that name nobody.
    static func make(
        _ context: TLSContext, serverName: String?, ownName: String = "localhost"
    ) throws(TLSError) -> TLSChannel {
        // Safe: the session takes both memories over; if anything is missing, all that was made is freed.
        let session = unsafe SSL_new(context.pointer)
        let incoming = unsafe BIO_new(BIO_s_mem())
        let outgoing = unsafe BIO_new(BIO_s_mem())
        guard let session = unsafe session, let incoming = unsafe incoming, let outgoing = unsafe outgoing
        else {
            unsafe SSL_free(session)
            unsafe BIO_free(incoming)
            unsafe BIO_free(outgoing)
            throw TLSError.latest(.handshake, "no session")
        }
        unsafe SSL_set_bio(session, incoming, outgoing)
        let channel = unsafe TLSChannel(
            session: session, incoming: incoming, outgoing: outgoing, peerName: serverName, context: context,
            ownName: ownName)
        try channel.takeRole()
        return channel
    }

    private init(
        session: OpaquePointer, incoming: OpaquePointer, outgoing: OpaquePointer, peerName: String?,
        context: TLSContext, ownName: String
    ) {
        // Safe: `make` hands over what it has just made.
        unsafe (self.session, self.incoming, self.outgoing) = (session, incoming, outgoing)
        self.peerName = peerName
        self.context = context
        self.ownName = ownName
    }

    deinit {
        // Safe: the session is ours, and frees its memories.
        unsafe SSL_free(session)
    }

    private func takeRole() throws(TLSError) {
        // Safe: the session is alive.
        if context.role != .client { return unsafe SSL_set_accept_state(session) }
        unsafe SSL_set_connect_state(session)
        if let peerName { try expect(peerName) }
    }

    /// Names the peer in the handshake (RFC 6066 §3: never an address) and demands a certificate for that name.
    private func expect(_ name: String) throws(TLSError) {
        // Safe: the session is alive, and the name is a zero-ended text for the length of the calls.
        let parameters = unsafe SSL_get0_param(session)
        if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return }
        ERR_clear_error()
        guard unsafe SSL_set1_host(session, name) == 1, unsafe closecall_set_server_name(session, name) == 1
        else {
            throw TLSError.latest(.configuration, "“\(name)” cannot be a certificate's name")
        }
    }

    /// Whether application bytes can be written.
    var isHandshakeDone: Bool {
        // Safe: the session is alive.
        unsafe SSL_is_init_finished(session) == 1
    }

    /// Takes in ciphertext.
    func feed(_ bytes: Span<UInt8>) throws(TLSError) {
        // Safe: the bytes are copied within the closure.
        let taken = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe BIO_write(incoming, buffer.baseAddress, Int32(clamping: buffer.count))
        }
        guard taken == bytes.count else { throw TLSError.latest(.broken, "out of memory") }
    }

    /// Goes on with the handshake, or decrypts into `buffer`.
    func read(into buffer: borrowing ReadBuffer) -> ReadResult {
        while true {
            ERR_clear_error()
            // Safe: the buffer is alive while borrowed and has `capacity` bytes.
            let count = unsafe SSL_read(session, buffer.start, Int32(clamping: buffer.capacity))
            if count > 0 { return .bytes(Int(count)) }
            // Safe: the session is alive, and this is its last call's result.
            switch unsafe SSL_get_error(session, count) {
            case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wantsInput
            case SSL_ERROR_ZERO_RETURN: return .closeNotify
            case SSL_ERROR_WANT_X509_LOOKUP:
                do throws(TLSError) { try dress() } catch { return .failed(error) }
            default: return .failed(failure())
            }
        }
    }

    /// Takes the certificate that the client's hello asks for.
    private func dress() throws(TLSError) {
        // Safe: the session is alive, and the text is copied at once.
        let asked = unsafe SSL_get_servername(session, Int32(TLSEXT_NAMETYPE_host_name))
            .map { unsafe String(cString: $0) }
        let name = asked.flatMap(CertificateName.init)?.text ?? ownName
        guard let authority = context.authority else {
            throw TLSError(.configuration, "no certificate for “\(name)”")
        }
        // Safe: the session is alive.
        try unsafe authority.dress(session, as: name)
    }

    /// Encrypts `bytes`, after the handshake.
    func write(_ bytes: Span<UInt8>) throws(TLSError) {
        guard !bytes.isEmpty else { return }
        ERR_clear_error()
        var written = 0
        // Safe: the bytes are encrypted within the closure.
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe SSL_write_ex(session, buffer.baseAddress, buffer.count, &written)
        }
        // A memory takes everything.
        guard result == 1, written == bytes.count else { throw failure() }
    }

    /// Says that nothing more will be written.
    func sendCloseNotify() {
        // Safe: the session is alive. Its answer is about the peer's close_notify, which reading finds.
        _ = unsafe SSL_shutdown(session)
        ERR_clear_error()
    }

    /// Ciphertext that has to go out.
    func takeOutput() -> [UInt8] {
        // Safe: the memory is alive, and at most as many bytes are read as there is room for.
        let pending = Int(unsafe BIO_ctrl_pending(outgoing))
        guard pending > 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: pending) { buffer, count in
            count = max(0, Int(unsafe BIO_read(outgoing, buffer.baseAddress, Int32(clamping: buffer.count))))
        }
    }

    /// What went wrong, in the words of certificates if it was about one.
    private func failure() -> TLSError {
        // Safe: the session is alive.
        let verdict = unsafe SSL_get_verify_result(session)
        let isVerifying = unsafe SSL_get_verify_mode(session) != SSL_VERIFY_NONE
        guard isVerifying, verdict != Int(X509_V_OK) else {
            return .sessionFailure(of: context.role, isHandshakeDone: isHandshakeDone)
        }
        ERR_clear_error()
        return .refusing(verdict, of: peerName)
    }
}
