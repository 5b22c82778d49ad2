public import WebSocketWire

// The real one takes its place: HTTP/RequestRewrite.swift.
/// What is changed in requests.
public struct RequestRewrite: Hashable, Sendable {
    /// The head as it goes on.
    public func rewritten(_ head: RequestHead) -> RequestHead { head }
}
