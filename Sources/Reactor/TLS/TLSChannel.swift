internal import COpenSSL

// Safe: the pointer is set once, lives as long as the channel, and is handed to OpenSSL alone.

/// One TLS session. It touches no socket: records come from and go to a desk that the loop's sessions share.
@safe struct TLSChannel: ~Copyable {
    /// Why a read came to its end.
    enum Pause {
        /// More records are needed.
        case wantsInput
        /// The desk is full: take what is on it and go on.
        case wantsRoom
        /// The peer said in an orderly way that it is done.
        case closeNotify
        case failed(TLSError)
    }

    let session: OpaquePointer
    private let peerName: String?
    private let context: TLSContext
    private let desk: TLSDesk
    /// Who a server is for clients that do not say whom they want (RFC 6066 §3): its address.
    private let ownName: String
    /// A session that failed is not asked again: OpenSSL would say something else.
    private var failure: TLSError?
    /// Whether the handshake was done.
    private(set) var isEstablished = false
    /// Whether application bytes can be written now: not while a TLS 1.2 server that asked for it renegotiates.
    private(set) var isWritable = false

    /// A session by `context`. A client checks that the peer's certificate is for `serverName`, a host name or
    /// an address; a server is `ownName` to clients that name nobody.
    static func make(
        _ context: TLSContext, serverName: String?, ownName: String = "localhost", desk: TLSDesk
    ) throws(TLSError) -> TLSChannel {
        // Safe: the session takes the way to the desk over; if anything is missing, all that was made is freed.
        let session = unsafe SSL_new(context.pointer)
        let records = unsafe desk.makeBIO()
        guard let session = unsafe session, let records = unsafe records else {
            unsafe SSL_free(session)
            unsafe BIO_free(records)
            throw TLSError.latest(.handshake, "no session")
        }
        // Safe: reading and writing may be one way, of which the session takes one reference.
        unsafe SSL_set_bio(session, records, records)
        let channel = unsafe TLSChannel(
            session: session, peerName: serverName, context: context, desk: desk, ownName: ownName)
        try channel.takeRole()
        return channel
    }

    private init(
        session: OpaquePointer, peerName: String?, context: TLSContext, desk: TLSDesk, ownName: String
    ) {
        // Safe: `make` hands over what it has just made.
        unsafe self.session = session
        self.peerName = peerName
        self.context = context
        self.desk = desk
        self.ownName = ownName
    }

    deinit {
        // Safe: the session is ours, and frees its way to the desk.
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
}

// MARK: Reading

extension TLSChannel {
    /// Goes on with the handshake, and decrypts onto the desk, from records that stand in `bytes` at `range`.
    /// Answers how many plain bytes there are, and why there are no more.
    mutating func read(
        _ bytes: borrowing ReadBuffer, _ range: inout Range<Int>
    ) -> (count: Int, pause: Pause) {
        if let failure { return (0, .failed(failure)) }
        let desk = desk
        var count = 0
        var pause: Pause?
        desk.reading(bytes, &range) {
            while pause == nil {
                pause = count == desk.plain.capacity ? .wantsRoom : readRecord(&count)
            }
        }
        // Safe: the session is alive.
        isWritable = unsafe SSL_is_init_finished(session) == 1
        if isWritable { isEstablished = true }
        if case .failed(let error)? = pause { failure = error }
        return (count, pause ?? .wantsInput)
    }

    /// Nil when there was a record.
    private func readRecord(_ count: inout Int) -> Pause? {
        ERR_clear_error()
        var taken = 0
        // Safe: the desk is alive and has room for as much as is said.
        let result = unsafe SSL_read_ex(
            session, desk.plain.start + count, desk.plain.capacity - count, &taken)
        count += taken
        if result == 1 { return nil }
        // Safe: the session is alive, and this is its last call's result.
        switch unsafe SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ: return .wantsInput
        case SSL_ERROR_WANT_WRITE: return .wantsRoom
        case SSL_ERROR_ZERO_RETURN: return .closeNotify
        case SSL_ERROR_WANT_X509_LOOKUP:
            do throws(TLSError) { try dress() } catch { return .failed(error) }
            return nil
        default: return .failed(latestFailure())
        }
    }

    /// Takes the certificate that the client's hello asks for.
    private func dress() throws(TLSError) {
        let name = serverName.flatMap(CertificateName.init)?.text ?? ownName
        guard let authority = context.authority else {
            throw TLSError(.configuration, "no certificate for “\(name)”")
        }
        // Safe: the session is alive.
        try unsafe authority.dress(session, as: name)
    }

    /// Whether the client got to see a certificate of the local authority.
    var hasShownLocalCertificate: Bool {
        guard context.authority != nil else { return false }
        // Safe: the session is alive.
        return unsafe SSL_get_certificate(session) != nil
    }

    /// What went wrong, in the words of certificates if it was about one.
    private func latestFailure() -> TLSError {
        // Safe: the session is alive.
        let verdict = unsafe SSL_get_verify_result(session)
        let isVerifying = unsafe SSL_get_verify_mode(session) != SSL_VERIFY_NONE
        guard isVerifying, verdict != Int(X509_V_OK) else {
            return .sessionFailure(of: context.role, isHandshakeDone: isEstablished)
        }
        ERR_clear_error()
        return .refusing(verdict, of: peerName)
    }
}

// MARK: Writing

extension TLSChannel {
    /// Encrypts `bytes` onto the desk, at most what there is room for, while it `isWritable`.
    func write(_ bytes: Span<UInt8>) throws(TLSError) {
        precondition(desk.isRoom(for: bytes.count), "take what is on the desk first")
        guard !bytes.isEmpty else { return }
        ERR_clear_error()
        var written = 0
        // Safe: the bytes are encrypted within the closure.
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe SSL_write_ex(session, buffer.baseAddress, buffer.count, &written)
        }
        // The desk has room for it.
        guard result == 1, written == bytes.count else { throw latestFailure() }
    }

    /// Says that nothing more will be written.
    func sendCloseNotify() {
        // Safe: the session is alive. Its answer is about the peer's close_notify, which reading finds.
        _ = unsafe SSL_shutdown(session)
        ERR_clear_error()
    }
}

// MARK: What was agreed

extension TLSChannel {
    /// The name that the client asked for.
    private var serverName: String? {
        // Safe: the session is alive, and the text is copied at once.
        unsafe SSL_get_servername(session, Int32(TLSEXT_NAMETYPE_host_name)).map {
            unsafe String(cString: $0)
        }
    }

    /// What both sides agreed on; nil before.
    var info: SecureInfo? {
        guard isEstablished else { return nil }
        // Safe: the session is alive, and static texts are copied.
        let version = unsafe String(cString: SSL_get_version(session))
        let cipher = unsafe String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(session)))
        return SecureInfo(
            version: version, cipher: cipher, applicationProtocol: applicationProtocol,
            serverName: serverName, peerSubject: peerCertificate?.subject,
            // Safe: the session is alive.
            isResumed: unsafe SSL_session_reused(session) == 1)
    }

    private var applicationProtocol: String? {
        var start: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        // Safe: the session is alive, and says where the name is and how long.
        unsafe SSL_get0_alpn_selected(session, &start, &count)
        guard count > 0 else { return nil }
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    private var peerCertificate: Certificate? {
        // Safe: the reference is ours.
        guard let pointer = unsafe SSL_get1_peer_certificate(session) else { return nil }
        return unsafe Certificate(owning: pointer)
    }
}
