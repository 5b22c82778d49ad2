/// What sessions have in common.
public struct RelayOptions: Sendable {
    /// What the server is called where we speak of it.
    public var server = "upstream"
    /// What is changed in requests; nil leaves every byte alone.
    public var rewrite: RequestRewrite?
    /// The scenario that is at work, if any.
    public var rules: RuleSet?
    /// Whether compressed messages are read from the beginning, so that rules which are given to a running session can
    /// look into them and change them. A message in fragments then waits until it is complete.
    public var keepsSight = false
    /// Whether sessions are watched, so that it can be said who saw them end how.
    public var observes = true
    /// Whether the upstream was named as a plain byte stream (`tcp://`): then nothing is expected of a client.
    public var expectsHTTP = true
    /// How long a client may take for a request's head, and a server to answer one that asks for a WebSocket.
    public var handshakeTimeout: Duration? = .seconds(30)
    /// How long a session may live without a byte in any direction.
    public var idleTimeout: Duration?
    /// Above so many bytes that wait for a leg, the other leg is read no more.
    public var highWater = 64 * 1024
    /// The same for bytes that wait because of a scenario: 50 ms of 20 MB a second.
    public var shaperHighWater = 1 << 20

    /// The usual.
    public init() {}
}

/// Options that thousands of sessions refer to, instead of having each a copy.
public final class SharedRelayOptions: Sendable {
    let options: RelayOptions

    /// Options as they are from now on.
    public init(_ options: RelayOptions) {
        self.options = options
    }
}
