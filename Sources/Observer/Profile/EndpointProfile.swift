/// How one kind of endpoint reports what it lived through.
public struct EndpointProfile: Hashable, Sendable {
    /// The kinds that are known.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        /// As the standards have it (RFC 6455, and the WebSockets standard for the events).
        case rfc6455
        /// Chromium and what is made of it.
        case chromium
        /// Firefox.
        case firefox
        /// node's own WebSocket (undici).
        case node
        /// Python's websockets.
        case pythonWebSockets = "python-websockets"
    }

    /// Which it is.
    public let name: Name
}
