/// What a trace came to.
public struct InspectionTotals: Hashable, Sendable {
    /// TCP connections.
    public internal(set) var connections = 0
    /// Sessions that were recognised.
    public internal(set) var sessions = 0
    /// Those of them that became a WebSocket.
    public internal(set) var webSockets = 0
    /// Connections that are encrypted.
    public internal(set) var encrypted = 0
    /// Connections that the trace begins in the middle of, and that could not be read for that.
    public internal(set) var beginBefore = 0

    /// Nothing yet.
    public init() {}
}
