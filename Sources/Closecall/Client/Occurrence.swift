internal import WebSocketWire

/// Something that happened to a socket, before it is an event.
///
/// An event holds its target, so that events which wait in a socket would keep it alive for ever.
struct Occurrence: Sendable {
    enum Kind: Sendable {
        case open
        case message(MessageEvent.Data)
        case error
        case close(CloseEvent)
    }

    let kind: Kind
    /// When, since the socket was made.
    let age: Duration

    /// What holding on to it costs, roughly: empty messages cost memory too.
    var size: Int {
        guard case .message(let data) = kind else { return Self.overhead }
        return Self.overhead + data.size
    }

    static let overhead = 64

    func event(on socket: WebSocket) -> WebSocketEvent {
        switch kind {
        case .open: .open(Event(type: "open", target: socket, timeStamp: age))
        case .message(let data):
            .message(MessageEvent(data: data, origin: socket.origin, target: socket, timeStamp: age))
        case .error: .error(Event(type: "error", target: socket, timeStamp: age))
        case .close(let event): .close(event.dispatched(to: socket, at: age))
        }
    }
}

extension MessageEvent.Data {
    /// Bytes of the payload.
    var size: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .blob(let blob): blob.size
        case .arrayBuffer(let bytes): bytes.count
        }
    }
}
