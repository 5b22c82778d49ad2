/// What two endpoints agreed on for permessage-deflate (RFC 7692 §7.1).
public struct DeflateParameters: Hashable, Sendable {
    /// The server forgets its window after each message (RFC 7692 §7.1.1.1).
    public var serverNoContextTakeover: Bool
    /// The client forgets its window after each message (RFC 7692 §7.1.1.2).
    public var clientNoContextTakeover: Bool
    /// The largest window the server compresses with (RFC 7692 §7.1.2.1).
    public var serverMaxWindowBits: WindowBits
    /// The largest window the client compresses with (RFC 7692 §7.1.2.2).
    public var clientMaxWindowBits: WindowBits

    /// Parameters; the defaults are what holds when a header names none.
    public init(
        serverNoContextTakeover: Bool = false, clientNoContextTakeover: Bool = false,
        serverMaxWindowBits: WindowBits = .max, clientMaxWindowBits: WindowBits = .max
    ) {
        self.serverNoContextTakeover = serverNoContextTakeover
        self.clientNoContextTakeover = clientNoContextTakeover
        self.serverMaxWindowBits = serverMaxWindowBits
        self.clientMaxWindowBits = clientMaxWindowBits
    }

    /// The settings of one direction: what its sender compresses with and its receiver inflates with.
    public struct Direction: Hashable, Sendable {
        /// How far back the data may refer.
        public var windowBits: WindowBits
        /// Whether a message may refer to the messages before it.
        public var contextTakeover: Bool

        /// Settings.
        public init(windowBits: WindowBits = .max, contextTakeover: Bool = true) {
            self.windowBits = windowBits
            self.contextTakeover = contextTakeover
        }
    }

    /// For messages from the client to the server.
    public var toServer: Direction {
        Direction(windowBits: clientMaxWindowBits, contextTakeover: !clientNoContextTakeover)
    }

    /// For messages from the server to the client.
    public var toClient: Direction {
        Direction(windowBits: serverMaxWindowBits, contextTakeover: !serverNoContextTakeover)
    }
}

/// The extension's name and its parameters' names, as RFC 7692 §7 and §7.1 register them.
enum DeflateToken {
    static let name = "permessage-deflate"
    static let serverNoContextTakeover = "server_no_context_takeover"
    static let clientNoContextTakeover = "client_no_context_takeover"
    static let serverMaxWindowBits = "server_max_window_bits"
    static let clientMaxWindowBits = "client_max_window_bits"
}
