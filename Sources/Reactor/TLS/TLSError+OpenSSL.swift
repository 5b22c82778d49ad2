internal import COpenSSL

extension TLSError {
    /// `what`, and behind it what OpenSSL noted on this thread, whose notes are then forgotten.
    static func latest(_ kind: Kind, _ what: String) -> TLSError {
        guard let words = words(of: ERR_peek_last_error()) else { return TLSError(kind, what) }
        ERR_clear_error()
        return TLSError(kind, "\(what): \(words)")
    }

    /// OpenSSL's words for one of its notes; nil when it has none.
    private static func words(of code: UInt) -> String? {
        // Safe: OpenSSL answers a static text, or null when it has none for this code.
        guard code != 0, let text = unsafe ERR_reason_error_string(code) else { return nil }
        return unsafe String(cString: text)
    }

    /// Why the peer's certificate is refused, by the verdict's number.
    static func refusing(_ verdict: Int, of peer: String?) -> TLSError {
        // Safe: the text is static.
        let words = unsafe String(cString: X509_verify_cert_error_string(verdict))
        let kind = kind(ofVerdict: Int32(clamping: verdict))
        let place = kind == .wrongName ? " (it is not for \(peer ?? "this peer"))" : ""
        return TLSError(kind, "certificate verify failed: \(words)\(place)")
    }

    private static func kind(ofVerdict verdict: Int32) -> Kind {
        switch verdict {
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .wrongName
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID: .outOfDate
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            .untrustedCertificate
        default: .badCertificate
        }
    }

    /// Why a session failed, by what OpenSSL noted on this thread.
    static func sessionFailure(of session: SessionRole, isHandshakeDone: Bool) -> TLSError {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        let reason = ERR_GET_REASON(code)
        if ERR_GET_LIB(code) == ERR_LIB_SSL, let alert = TLSAlert(opensslReason: reason) {
            return session.error(alert, isHandshakeDone: isHandshakeDone)
        }
        if !isHandshakeDone, let error = session.error(reason) { return error }
        let what = isHandshakeDone ? "the session broke" : "handshake failed"
        return TLSError(
            isHandshakeDone ? .broken : .handshake, words(of: code).map { "\(what): \($0)" } ?? what)
    }
}

/// Who we are in a session, and so whom its errors are about.
enum SessionRole {
    case client
    /// With certificates of the local authority, which every client has to be told to trust.
    case localServer
    case server

    private var peer: String { self == .client ? "server" : "client" }

    /// What a reason of OpenSSL's own means for the handshake; nil when its words say it all.
    fileprivate func error(_ reason: Int32) -> TLSError? {
        switch reason {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST:
            TLSError(.notTLS, "handshake failed: the \(peer) speaks plain HTTP where TLS is expected")
        // OpenSSL reads the first bytes as a record whatever they are.
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_UNKNOWN_PROTOCOL, SSL_R_PACKET_LENGTH_TOO_LONG,
            SSL_R_BAD_PACKET_LENGTH:
            TLSError(.notTLS, "handshake failed: the \(peer) does not speak TLS")
        case SSL_R_NO_APPLICATION_PROTOCOL:
            TLSError(
                .noCommonProtocol,
                "handshake failed: the \(peer) does not offer http/1.1 (ALPN), and HTTP/2 is not spoken here")
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW:
            TLSError(.noCommonVersion, "handshake failed: the \(peer) is older than TLS 1.2")
        default: nil
        }
    }

    fileprivate func error(_ alert: TLSAlert, isHandshakeDone: Bool) -> TLSError {
        switch alert.number {
        case 42...46, 48, 49:
            let hint = self == .localServer ? ": see `closecall ca`" : ""
            return TLSError(.distrustedByPeer, "the \(peer) does not trust our certificate (\(alert))\(hint)")
        case 70 where !isHandshakeDone:
            return TLSError(.noCommonVersion, "the \(peer) wants another version of TLS (\(alert))")
        case 120 where !isHandshakeDone:
            return TLSError(.noCommonProtocol, "the \(peer) does not speak http/1.1 (\(alert))")
        default:
            let when = isHandshakeDone ? "ended the session" : "refused the handshake"
            return TLSError(isHandshakeDone ? .broken : .handshake, "the \(peer) \(when) (\(alert))")
        }
    }
}

/// An alert that the peer sent (RFC 8446 §6).
struct TLSAlert: CustomStringConvertible {
    let number: UInt8

    /// OpenSSL notes a peer's alert as a reason of its own, 1000 above the alert's number.
    init?(opensslReason reason: Int32) {
        guard reason >= SSL_AD_REASON_OFFSET, let number = UInt8(exactly: reason - SSL_AD_REASON_OFFSET)
        else { return nil }
        self.number = number
    }

    /// `alert unknown_ca`, as the RFC spells it.
    var description: String { Self.names[number].map { "alert \($0)" } ?? "alert \(number)" }

    private static let names: [UInt8: String] = [
        0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 22: "record_overflow",
        40: "handshake_failure", 42: "bad_certificate", 43: "unsupported_certificate",
        44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown",
        47: "illegal_parameter", 48: "unknown_ca", 49: "access_denied", 50: "decode_error",
        51: "decrypt_error", 70: "protocol_version", 71: "insufficient_security", 80: "internal_error",
        86: "inappropriate_fallback", 90: "user_canceled", 100: "no_renegotiation", 109: "missing_extension",
        110: "unsupported_extension", 112: "unrecognized_name", 113: "bad_certificate_status_response",
        115: "unknown_psk_identity", 116: "certificate_required", 120: "no_application_protocol",
    ]
}
