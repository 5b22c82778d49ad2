public import WebSocketWire

/// What an endpoint's API tells its application of the end.
public struct Verdict: Hashable, Sendable {
    /// What is told.
    public enum Outcome: Hashable, Sendable {
        /// A close event.
        case event(CloseEvent)
        /// An error event and nothing more, as node does after a handshake that failed.
        case errorOnly
        /// Nothing, or nothing yet.
        case pending
    }

    /// Who reports it.
    public var profile: EndpointProfile.Name
    /// What.
    public var outcome: Outcome
    /// Whether the connection was reported open before.
    public var opened: Bool
    /// Whether an error was reported.
    public var error: Bool

    /// A verdict.
    public init(_ profile: EndpointProfile.Name, _ outcome: Outcome, opened: Bool, error: Bool) {
        self.profile = profile
        self.outcome = outcome
        self.opened = opened
        self.error = error
    }

    /// The close event, if there is one.
    public var event: CloseEvent? { if case .event(let event) = outcome { event } else { nil } }
}
