public import WebSocketWire

/// A client's request for a WebSocket.
public struct Asking: Hashable, Sendable {
    /// The request as the client sent it.
    public let head: RequestHead
    /// When it was complete.
    public let mark: Mark

    /// A request.
    public init(head: RequestHead, mark: Mark) {
        self.head = head
        self.mark = mark
    }
}
