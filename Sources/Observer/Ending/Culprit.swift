/// Whose doing the end of a session was.
public enum Culprit: Hashable, Sendable {
    /// The client's.
    case client
    /// The server's.
    case server
    /// A rule's of the scenario.
    case fault(rule: String)
    /// The proxy's own.
    case proxy
    /// Nobody's at either end: the way between.
    case network

    /// As journals write it.
    public var identifier: String {
        switch self {
        case .client: "client"
        case .server: "server"
        case .fault: "fault"
        case .proxy: "proxy"
        case .network: "network"
        }
    }

    /// An endpoint.
    public init(_ leg: Leg) {
        switch leg {
        case .client: self = .client
        case .server: self = .server
        }
    }
}
