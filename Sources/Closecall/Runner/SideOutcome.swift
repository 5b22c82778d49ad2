public import WebSocketWire

/// What one side of one connection saw, as its API reports it.
public struct SideOutcome: Hashable, Sendable {
    /// How far it had come when the run was over: `open` for a half-open socket that nobody told of an end.
    public var state = WebSocket.ReadyState.connecting
    /// When it opened, counted from the run's beginning; nil if it never did.
    public var openedAt: Duration?
    /// Whether an error was reported.
    public var error = false
    /// Its end; nil if it has none yet, and for a server whose handshake failed.
    public var event: CloseEvent?
    /// When it ended.
    public var endedAt: Duration?
    /// How many messages arrived.
    public var messages = 0
    /// The first of them, as many as are kept.
    public var received: [[UInt8]] = []
    /// When it began to close by itself.
    public var closedAt: Duration?
    /// What went wrong, in words that no API tells.
    public var story: String?

    /// A side that has seen nothing yet.
    public init() {}

    /// Whether it was open.
    public var opened: Bool { openedAt != nil }
}
