public import Faults

/// What the embedded client and server say to each other while a scenario is run by itself.
///
/// Without a word in the file: the client sends `message 1` to `message 5`, each when the echo of the one before has
/// come, and closes with 1000; the server echoes.
public struct Play: Sendable {
    /// What the client does, one after the other, once it is open.
    public var client: [PlayStep]?
    /// What the server does, once it is open.
    public var server: [PlayStep] = []
    /// Whether the server sends back what it gets.
    public var echoes = true
    /// The path the client asks for.
    public var path = "/"
    /// Header fields of the client's request.
    public var headers: [(name: String, value: String)] = []
    /// The subprotocols that the client asks for; the server takes the first.
    public var subprotocols: [String] = []
    /// Whether both speak permessage-deflate.
    public var compress = false
    /// So many clients at once, each with the same play.
    public var clients = 1
    /// How a client comes back when its connection has ended.
    public var reconnect: Reconnect?
    /// When the run is over, whatever goes on.
    public var timeout = Duration.seconds(5)

    /// What happens without a word.
    public init() {}

    /// How a client comes back.
    public struct Reconnect: Hashable, Sendable {
        /// At most so many times.
        public var attempts: Int
        /// Its first wait.
        public var wait: Duration
        /// Each wait is so many times the one before.
        public var factor: Double

        /// A way of coming back.
        public init(attempts: Int, wait: Duration, factor: Double) {
            self.attempts = attempts
            self.wait = wait
            self.factor = factor
        }
    }
}

/// One thing that a side does.
public enum PlayStep: Hashable, Sendable {
    /// Sends messages: `{n}` in a text becomes 1, 2, 3 and so on.
    case send(Payload, isText: Bool, times: Int, every: Duration)
    /// Sends a Ping; client and server.
    case ping(Payload)
    /// Does nothing for a while.
    case wait(Duration)
    /// Goes on when it has got so many messages in all, or when its connection has ended.
    case receive(Int)
    /// Begins the closing handshake.
    case close(code: Int?, reason: String)
}
