public import Observer

/// How a fault ends connections.
public struct PlannedEnd: Hashable, Sendable {
    /// What is done to a leg.
    public enum Manner: Hashable, Sendable {
        /// A FIN behind everything that was sent; reading goes on.
        case finish
        /// A FIN behind everything that was sent, and the connection closed soon after.
        case close
        /// An RST behind everything that was sent, when that can be delivered soon.
        case reset
        /// An RST now, and with it everything is lost that the kernel has not sent.
        case abort
    }

    /// Which connections.
    public var legs: LegChoice
    /// What is done to them.
    public var manner: Manner

    /// An end.
    public init(_ manner: Manner, _ legs: LegChoice = .both) {
        self.manner = manner
        self.legs = legs
    }
}

/// One of a session's connections, or both.
public enum LegChoice: String, Hashable, Sendable, CaseIterable {
    /// The one to the client.
    case client
    /// The one to the server.
    case server
    /// Both.
    case both

    /// The connections that are meant.
    public var legs: [Leg] {
        switch self {
        case .client: [.client]
        case .server: [.server]
        case .both: [.client, .server]
        }
    }
}
