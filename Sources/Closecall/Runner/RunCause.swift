internal import Observer

/// Whose doing the end of a run was.
public enum RunCause: Hashable, Sendable {
    /// The client's: it closed before anything else ended the connection.
    case client
    /// The server's.
    case server
    /// This rule's.
    case rule(String)
    /// The proxy's own.
    case proxy
    /// The network's.
    case network
}

extension RunCause: CustomStringConvertible {
    /// `the client`, or `rule "name"`.
    public var description: String {
        switch self {
        case .client: "the client"
        case .server: "the server"
        case .rule(let name): "rule \"\(name)\""
        case .proxy: "the proxy"
        case .network: "the network"
        }
    }

    /// What a scenario's `cause` says of it; a rule also has its name.
    public var word: String {
        switch self {
        case .client: "client"
        case .server: "server"
        case .rule: "rule"
        case .proxy: "proxy"
        case .network: "network"
        }
    }
}

extension RunCause {
    /// As the proxy saw it.
    init(_ culprit: Culprit) {
        self =
            switch culprit {
            case .client: .client
            case .server: .server
            case .fault(let rule): .rule(rule)
            case .proxy: .proxy
            case .network: .network
            }
    }
}
