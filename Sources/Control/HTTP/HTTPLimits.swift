/// How much a client may send, and how long it may take.
public struct HTTPLimits: Hashable, Sendable {
    /// Bytes in a request's head, line ends included.
    public var head = 16 * 1024
    /// Header lines.
    public var headers = 128
    /// Bytes in a request's body.
    public var body = 1 << 20
    /// How long a request may take from its first byte to its last.
    public var request: Duration = .seconds(15)
    /// How long a connection may live without a request.
    public var idle: Duration = .seconds(60)
    /// How long a client may take to read an answer.
    public var answer: Duration = .seconds(30)
    /// Connections at once.
    public var connections = 256

    /// The usual.
    public init() {}
}
