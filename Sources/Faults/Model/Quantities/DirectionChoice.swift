public import Observer

/// One of the two ways through a session, or both.
public enum DirectionChoice: String, ParameterChoice {
    /// From the client to the server.
    case toServer
    /// From the server to the client.
    case toClient
    /// Both ways.
    case both

    /// The directions that are meant.
    public var directions: [Direction] {
        switch self {
        case .toServer: [.toServer]
        case .toClient: [.toClient]
        case .both: [.toServer, .toClient]
        }
    }

    /// Whether this direction is meant.
    public func contains(_ direction: Direction) -> Bool { directions.contains(direction) }

    /// Which way the word means.
    public var summary: String {
        switch self {
        case .toServer: "from the client to the server"
        case .toClient: "from the server to the client"
        case .both: "both ways"
        }
    }
}
