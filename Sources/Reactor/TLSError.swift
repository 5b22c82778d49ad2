/// TLS came to no agreement, or broke later.
public struct TLSError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened in plain words, such as `certificate verify failed: self-signed certificate`.
    public let reason: String

    /// An error with this reason.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// One line about what happened.
    public var description: String { "TLS: \(reason)" }
}
