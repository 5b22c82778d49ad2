/// Whose doing the end of a run was.
public enum RunCause: Hashable, Sendable {
    /// The client's: it closed before anything else ended the connection.
    case client
    /// The server's.
    case server
    /// This rule's.
    case rule(String)
}

extension RunCause: CustomStringConvertible {
    /// `the client`, or `rule "name"`.
    public var description: String {
        switch self {
        case .client: "the client"
        case .server: "the server"
        case .rule(let name): "rule \"\(name)\""
        }
    }
}

extension RunCause {
    /// What is known of the rules in a session.
    struct Rules: Sendable {
        /// The first that ended a leg.
        var cutter: String?
        /// The one that fired last.
        var lastFired: String?
    }

    /// Who ended it. The embedded peers never break the protocol: where one of them complains of the other, a rule
    /// made up what it complains of.
    init?(client: SideOutcome, server: SideOutcome, _ rules: Rules) {
        if client.endedAt == nil && server.endedAt == nil { return nil }
        if let cutter = rules.cutter {
            self = .rule(cutter)
        } else if let rule = rules.lastFired, client.story != nil || server.story != nil {
            self = .rule(rule)
        } else if let side = Self.firstToClose(client.closedAt, server.closedAt) {
            self = side
        } else if let rule = rules.lastFired {
            self = .rule(rule)
        } else {
            return nil
        }
    }

    private static func firstToClose(_ client: Duration?, _ server: Duration?) -> RunCause? {
        switch (client, server) {
        case (nil, nil): nil
        case (_?, nil): .client
        case (nil, _?): .server
        case (let client?, let server?): client <= server ? .client : .server
        }
    }
}
