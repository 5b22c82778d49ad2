internal import Closecall
internal import Observer
internal import Relay

/// What a session was, or is so far.
enum SessionKind: String, Sendable {
    /// The server is not reached yet.
    case connecting
    /// Frames.
    case websocket
    /// Requests and responses, none of which made it a WebSocket.
    case http
    /// Bytes that are no HTTP.
    case raw
    /// There was no way to the server.
    case unreachable
    /// The proxy answered in the server's place.
    case answered
    /// Nobody said anything.
    case empty

    init(_ session: SessionReport) {
        let record = session.record
        self =
            if record.unreachableReason != nil {
                .unreachable
            } else if record.upgradedAt != nil {
                .websocket
            } else if record.answeredStatus != nil {
                .answered
            } else if record.opaqueReason != nil {
                .raw
            } else if session.server == nil {
                .connecting
            } else if session.toServer.bytes == 0, session.toClient.bytes == 0 {
                .empty
            } else {
                .http
            }
    }
}
