public import WebSocketWire

/// An event that says no more than that it happened: `open` and `error`.
public struct Event: Sendable {
    /// "open" or "error".
    public let type: String
    /// The socket that it happened to.
    public let target: (any EventTarget)?
    /// When, since the socket was made.
    public let timeStamp: Duration
}

/// A message came.
public struct MessageEvent: Sendable {
    /// The message, in the shape that `binaryType` asks for.
    public enum Data: Hashable, Sendable {
        /// A text message.
        case text(String)
        /// A binary message while `binaryType` is `.blob`.
        case blob(Blob)
        /// A binary message while `binaryType` is `.arrayBuffer`.
        case arrayBuffer([UInt8])
    }

    /// Always "message".
    public let type = "message"
    /// What came.
    public let data: Data
    /// The server's origin: scheme, host and port.
    public let origin: String
    /// The socket that it came on.
    public let target: (any EventTarget)?
    /// When, since the socket was made.
    public let timeStamp: Duration

    /// The text of a text message.
    public var text: String? {
        if case .text(let text) = data { text } else { nil }
    }

    /// The bytes of a binary message, whatever `binaryType` says.
    public var bytes: [UInt8]? {
        switch data {
        case .text: nil
        case .blob(let blob): blob.bytes
        case .arrayBuffer(let bytes): bytes
        }
    }
}

/// Bytes that were received as a whole, as the web hands them out by default.
public struct Blob: Hashable, Sendable {
    /// The bytes.
    public let bytes: [UInt8]

    /// Bytes as a blob.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// How many bytes.
    public var size: Int { bytes.count }

    /// The media type, which a WebSocket does not know: always "".
    public var type: String { "" }
}

/// How binary messages are handed out.
public enum BinaryType: String, Hashable, Sendable {
    /// As a `Blob`; the web's default.
    case blob
    /// As bytes.
    case arrayBuffer = "arraybuffer"
}

/// Any of the four events of a socket, in the order they happen.
public enum WebSocketEvent: Sendable {
    /// The handshake succeeded.
    case open(Event)
    /// A message came.
    case message(MessageEvent)
    /// The connection failed; `close` follows.
    case error(Event)
    /// The end, once.
    case close(CloseEvent)

    /// "open", "message", "error" or "close".
    public var type: String {
        switch self {
        case .open(let event), .error(let event): event.type
        case .message(let event): event.type
        case .close(let event): event.type
        }
    }
}
