/// A connection that was not made: every address that was tried, and what each said.
public struct ConnectError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One address.
    public struct Attempt: Hashable, Sendable, CustomStringConvertible {
        /// What was tried.
        public let address: SocketAddress
        /// What came of it; nil when nothing came in time.
        public let error: SystemError?

        /// The error, or that time was up.
        public var description: String { error.map { "\($0)" } ?? "connect \(address): no answer in time" }
    }

    /// Where the connection should have gone.
    public let endpoint: Endpoint
    /// Why there was no address to try, when that is the reason.
    public let resolution: ResolveError?
    /// The addresses tried, in order.
    public let attempts: [Attempt]
    /// Whether the total time was up before all were tried.
    public let isTimedOut: Bool

    /// Every reason.
    public var reason: String {
        if let resolution { return "\(resolution)" }
        var reasons = attempts.map(\.description)
        if isTimedOut { reasons.append("the time for connecting is up") }
        return reasons.joined(separator: "; ")
    }

    /// One line with every reason.
    public var description: String { "cannot connect to \(endpoint): \(reason)" }
}
