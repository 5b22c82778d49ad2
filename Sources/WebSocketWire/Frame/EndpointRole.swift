/// Which end of a WebSocket connection: many rules hold for one of the two only.
public enum EndpointRole: Hashable, Sendable, CaseIterable {
    /// The end that asked for the connection; it masks what it sends (RFC 6455 §5.1).
    case client
    /// The end that accepted; it never masks, and ends TCP first (RFC 6455 §7.1.1).
    case server

    /// The other end.
    @inlinable
    public var peer: EndpointRole {
        switch self {
        case .client: .server
        case .server: .client
        }
    }
}
