/// What a TLS handshake came to, for reports.
public struct SecureInfo: Hashable, Sendable, CustomStringConvertible {
    /// Such as `TLSv1.3`.
    public let version: String
    /// Such as `TLS_AES_256_GCM_SHA384`.
    public let cipher: String
    /// The application protocol (ALPN) agreed on; nil when the client offered none.
    public let applicationProtocol: String?
    /// The name that the client asked for (SNI).
    public let serverName: String?
    /// Whose certificate the peer has shown (RFC 2253); clients show none.
    public let peerSubject: String?
    /// Whether an earlier session was taken up again.
    public let isResumed: Bool

    /// One line, such as `TLSv1.3, TLS_AES_256_GCM_SHA384, http/1.1, for localhost`.
    public var description: String {
        [
            version, cipher, applicationProtocol, serverName.map { "for \($0)" },
            peerSubject.map { "peer \($0)" }, isResumed ? "resumed" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
    }
}
