/// The client's 16-byte nonce, in base64 (RFC 6455 §4.1), and the answer it asks for.
public struct SecWebSocketKey: Hashable, Sendable {
    /// The value of the `Sec-WebSocket-Key` header.
    public let encoded: String

    /// The key of 16 random bytes. Where they come from is the caller's business.
    ///
    /// - Precondition: there are 16.
    public init(nonce: [UInt8]) {
        precondition(nonce.count == 16, "a Sec-WebSocket-Key is made of 16 bytes, not \(nonce.count)")
        encoded = Base64.encode(nonce)
    }

    /// Takes a header's value, or nil if that is not base64 of 16 bytes.
    public init?(encoded: String) {
        guard Base64.decode(encoded)?.count == 16 else { return nil }
        self.encoded = encoded
    }

    /// What the server must say in `Sec-WebSocket-Accept` (RFC 6455 §4.2.2, step 5.4).
    public var accept: String { Self.accept(of: encoded) }

    /// The same for a key as it stands, which may be none.
    package static func accept(of encoded: String) -> String {
        let guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return Base64.encode(SHA1.hash(Array((encoded + guid).utf8)))
    }
}

extension SecWebSocketKey: CustomStringConvertible {
    /// The header's value.
    public var description: String { encoded }
}
