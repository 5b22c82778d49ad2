import COpenSSL

@testable import Reactor

// Safe: an end's session is alive in all of these, and pointers are handed to OpenSSL alone.

/// What no API of ours does to a session.
extension TLSPair.End {
    /// No newer version than this.
    func limit(to version: Int32) {
        // Safe: see above.
        _ = unsafe closecall_set_newest_version(channel.session, version)
    }

    /// No older version than this, whatever it is worth.
    func allow(from version: Int32) {
        // Safe: see above.
        _ = unsafe SSL_ctrl(channel.session, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(version), nil)
        unsafe SSL_set_security_level(channel.session, 0)
    }

    /// Nothing but this cipher under TLS 1.2.
    func limit(toCipher name: String) {
        // Safe: see above.
        _ = unsafe SSL_set_cipher_list(channel.session, name)
    }

    /// Application protocols; none at all for an empty list.
    func offer(_ protocols: [String]) {
        let list = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        // Safe: see above; the list is copied.
        _ = unsafe SSL_set_alpn_protos(channel.session, list.isEmpty ? nil : list, UInt32(list.count))
    }

    /// New keys with the next bytes (RFC 8446 §4.6.3).
    func updateKeys(asking: Bool) -> Bool {
        // Safe: see above.
        unsafe SSL_key_update(
            channel.session, asking ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED) == 1
    }

    /// Begins another handshake, and answers whether that is possible.
    mutating func renegotiate() -> Bool {
        // Safe: see above.
        guard unsafe SSL_renegotiate(channel.session) == 1 else { return false }
        _ = unsafe SSL_do_handshake(channel.session)
        collect()
        return true
    }

    /// Offers to go on where `other` is.
    func resume(_ other: borrowing TLSPair.End) -> Bool {
        // Safe: see above; the ticket is given back.
        let ticket = unsafe SSL_get1_session(other.channel.session)
        defer { unsafe SSL_SESSION_free(ticket) }
        return unsafe SSL_set_session(channel.session, ticket) == 1
    }
}
