internal import WebSocketWire

/// What kind of frame is sent where none belongs.
public enum DataKind: String, ParameterChoice {
    /// A text.
    case text
    /// Bytes.
    case binary
    /// A ping.
    case ping
    /// A pong.
    case pong

    /// What it means, in a line.
    public var summary: String {
        switch self {
        case .text: "a text message; its payload need not be UTF-8"
        case .binary: "a binary message"
        case .ping: "a ping; at most 125 bytes are legal"
        case .pong: "a pong that nobody asked for"
        }
    }

    var opcode: Opcode {
        switch self {
        case .text: .text
        case .binary: .binary
        case .ping: .ping
        case .pong: .pong
        }
    }
}
