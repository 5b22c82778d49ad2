internal import COpenSSL

// Safe: the pointer is the draft's own until it is signed, and is handed to OpenSSL alone.

/// A certificate that is being written. RFC 5280 §4 is the list of what belongs in it.
@safe struct CertificateDraft: ~Copyable {
    private let pointer: OpaquePointer

    /// For the public half of `key`.
    static func make(
        for key: PrivateKey, from: WallTime, to: WallTime
    ) throws(TLSError) -> CertificateDraft {
        // Safe: the draft owns it from here on.
        guard let pointer = unsafe X509_new() else { throw TLSError.latest(.configuration, "no certificate") }
        let draft = unsafe CertificateDraft(pointer: pointer)
        // Safe: both are alive. Version 3 counts from 0.
        guard unsafe X509_set_version(pointer, 2) == 1, unsafe X509_set_pubkey(pointer, key.pointer) == 1,
            unsafe closecall_set_random_serial(pointer) == 1,
            unsafe closecall_set_validity(pointer, from.seconds, to.seconds) == 1
        else { throw TLSError.latest(.configuration, "no certificate") }
        return draft
    }

    private init(pointer: OpaquePointer) {
        // Safe: `make` hands over what it has just made.
        unsafe self.pointer = pointer
    }

    deinit {
        // Safe: a signed certificate holds a reference of its own.
        unsafe X509_free(pointer)
    }

    /// Adds to the subject, such as `CN`.
    func name(_ field: String, _ value: String) throws(TLSError) {
        let bytes = Array(value.utf8)
        // Safe: the name belongs to the draft, and the bytes are there for the length of the call.
        let done = unsafe X509_NAME_add_entry_by_txt(
            X509_get_subject_name(pointer), field, MBSTRING_UTF8, bytes, Int32(clamping: bytes.count), -1, 0)
        guard done == 1 else {
            throw TLSError.latest(.configuration, "“\(value)” cannot be a certificate's \(field)")
        }
    }

    /// Adds an extension in the words of OpenSSL's configuration files. Never with a text from elsewhere.
    func extend(_ kind: Int32, _ value: String, issuer: Certificate? = nil) throws(TLSError) {
        // Safe: both certificates and the text are there for the length of the call.
        guard unsafe closecall_add_extension(pointer, issuer?.pointer ?? pointer, kind, value) == 1 else {
            throw TLSError.latest(.configuration, "“\(value)” is no extension")
        }
    }

    /// Adds the host name or address it is for.
    func serve(_ name: String) throws(TLSError) {
        // Safe: the text is there for the length of the call.
        guard unsafe closecall_add_alternative_name(pointer, name) == 1 else {
            throw TLSError.latest(.configuration, "“\(name)” cannot be a certificate's name")
        }
    }

    /// Signs it; by its own key when there is no issuer.
    consuming func signed(by key: PrivateKey, issuer: Certificate? = nil) throws(TLSError) -> Certificate {
        // Safe: all are alive, and the certificate gets a reference of its own.
        let name = unsafe X509_get_subject_name(issuer?.pointer ?? pointer)
        guard unsafe X509_set_issuer_name(pointer, name) == 1,
            unsafe X509_sign(pointer, key.pointer, EVP_sha256()) > 0, unsafe X509_up_ref(pointer) == 1
        else { throw TLSError.latest(.configuration, "cannot sign a certificate") }
        return unsafe Certificate(owning: pointer)
    }
}
