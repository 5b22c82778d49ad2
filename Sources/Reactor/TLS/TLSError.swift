/// TLS came to no agreement, or broke later.
public struct TLSError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is, for programs that know what helps.
    public enum Kind: String, Hashable, Sendable {
        /// Whoever answers does not speak TLS.
        case notTLS
        /// The peer went away before the handshake was done.
        case closedInHandshake
        /// Nobody whom we trust vouches for the peer's certificate, or it signed itself.
        case untrustedCertificate
        /// The peer's certificate is for another name.
        case wrongName
        /// The peer's certificate is over, or not valid yet.
        case outOfDate
        /// The peer's certificate is wrong in another way.
        case badCertificate
        /// The peer refuses our certificate.
        case distrustedByPeer
        /// No application protocol (ALPN) in common: HTTP/1.1 is the only one spoken here.
        case noCommonProtocol
        /// No version of TLS in common.
        case noCommonVersion
        /// The handshake failed for another reason.
        case handshake
        /// It broke after the handshake.
        case broken
        /// A certificate or key file, or a setting, cannot be used.
        case configuration
    }

    /// What kind of trouble it is.
    public let kind: Kind
    /// What happened in plain words, such as `certificate verify failed: self-signed certificate`.
    public let reason: String

    /// An error of this kind, with this reason.
    public init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    /// One line about what happened.
    public var description: String { "TLS: \(reason)" }
}
