/// One of a session's two connections, by who is at its other end.
public enum Leg: Hashable, Sendable, CaseIterable {
    /// The client, who connected to us.
    case client
    /// The server, to whom we connected.
    case server

    /// The other one.
    @inlinable
    public var other: Leg {
        switch self {
        case .client: .server
        case .server: .client
        }
    }

    /// Where bytes go that come from here.
    @inlinable
    public var onward: Direction {
        switch self {
        case .client: .toServer
        case .server: .toClient
        }
    }
}

/// Which way bytes flow through a session.
public enum Direction: Hashable, Sendable, CaseIterable {
    /// From the client.
    case toServer
    /// From the server.
    case toClient

    /// The leg they come from.
    @inlinable
    public var source: Leg {
        switch self {
        case .toServer: .client
        case .toClient: .server
        }
    }

    /// The leg they go to.
    @inlinable
    public var target: Leg { source.other }
}
