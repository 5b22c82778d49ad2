public import Reactor
public import WebSocketWire

/// Whom a campaign tests.
public enum LiveTarget: Sendable, CustomStringConvertible {
    /// A server.
    case server(WebSocketURL)
    /// Clients, which connect to us, and come again each time a connection is over.
    case clients(at: SocketAddress)

    /// Who it is.
    public var role: EndpointRole {
        switch self {
        case .server: .server
        case .clients: .client
        }
    }

    /// The server's URL, or where we listen.
    public var description: String {
        switch self {
        case .server(let url): "\(url)"
        case .clients(let address): "\(address)"
        }
    }
}
