public import Faults
internal import WebSocketWire

/// What a rule is about, in a word.
public enum KindWord: String, ParameterChoice {
    /// Text messages.
    case text
    /// Binary messages.
    case binary
    /// Messages of both kinds.
    case message
    /// Pings.
    case ping
    /// Pongs.
    case pong
    /// Closes.
    case close
    /// Continuation frames.
    case continuation
    /// Pings, Pongs and Closes.
    case control
    /// All frames.
    case frame
    /// The opening handshake.
    case handshake
    /// Nothing that comes by.
    case time

    /// What it means.
    public var summary: String {
        switch self {
        case .text: "text messages, with all their frames"
        case .binary: "binary messages, with all their frames"
        case .message: "text and binary messages, with all their frames"
        case .ping: "Ping frames"
        case .pong: "Pong frames"
        case .close: "Close frames"
        case .continuation: "continuation frames, each by itself"
        case .control: "Ping, Pong and Close frames"
        case .frame: "all frames, each by itself"
        case .handshake: "the request (toServer) or the response (toClient) that opens the session"
        case .time: "nothing that comes by: the rule fires at its time"
        }
    }

    /// The subject that this word alone makes.
    var subject: Subject {
        switch self {
        case .text: .units(messages: OpcodeSet(.text), frames: [])
        case .binary: .units(messages: OpcodeSet(.binary), frames: [])
        case .message: .units(messages: .data, frames: [])
        case .ping: .units(messages: [], frames: OpcodeSet(.ping))
        case .pong: .units(messages: [], frames: OpcodeSet(.pong))
        case .close: .units(messages: [], frames: OpcodeSet(.close))
        case .continuation: .units(messages: [], frames: OpcodeSet(.continuation))
        case .control:
            .units(messages: [], frames: [OpcodeSet(.close), OpcodeSet(.ping), OpcodeSet(.pong)])
        case .frame: .units(messages: [], frames: .all)
        case .handshake: .handshake
        case .time: .time
        }
    }

    /// The opcodes of messages and frames that this word means.
    var opcodes: OpcodeSet {
        if case .units(let messages, let frames) = subject { messages.union(frames) } else { [] }
    }
}
