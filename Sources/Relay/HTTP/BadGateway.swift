public import WebSocketWire

/// What the relay itself answers a client that is still in its handshake, when the server cannot.
///
/// All have `Server: closecall`, so that nobody looks for the reason at the server's.
public enum BadGateway: Hashable, Sendable {
    /// No connection to the server: why, in words, and what may help.
    case unreachable(
        server: String, reason: String,
        advice: String = "Start the server, or say with --upstream where it is")
    /// There was no connection, or no answer, in time.
    case timedOut(server: String, Wait, after: Duration)
    /// The relay has to change the head and cannot read all of it.
    case headTooLong(limit: Int)
    /// The client sent that much behind its request without waiting for the answer.
    case tooEager(limit: Int)
    /// The client speaks HTTP/2.
    case http2

    /// What was waited for.
    public enum Wait: Hashable, Sendable {
        /// A connection to the server.
        case connection
        /// The server's answer.
        case answer
        /// The rest of the client's request.
        case request
    }

    /// The response: it closes the connection, and its body is a text for people.
    public var refusal: HandshakeRefusal {
        HandshakeRefusal(
            status: status, headers: ["Server": "closecall"], body: "closecall: \(reason).\n\(advice).\n")
    }

    /// The status.
    public var status: Int {
        switch self {
        case .unreachable: 502
        // The client's own slowness is not the gateway's (RFC 9110 §15.5.9).
        case .timedOut(_, .request, _): 408
        case .timedOut: 504
        case .headTooLong: 431
        case .tooEager: 400
        case .http2: 505
        }
    }

    private var reason: String {
        switch self {
        case .unreachable(let server, let reason, _): "cannot connect to the server \(server): \(reason)"
        case .timedOut(let server, .connection, let wait):
            "no connection to the server \(server) within \(wait)"
        case .timedOut(let server, .answer, let wait): "no answer from the server \(server) within \(wait)"
        case .timedOut(_, .request, let wait): "the request was not complete within \(wait)"
        case .headTooLong(let limit):
            "the request's head is longer than \(limit) bytes, and has to be rewritten"
        case .tooEager(let limit):
            "the client sent more than \(limit) bytes before its handshake was answered"
        case .http2: "the client speaks HTTP/2, and WebSockets are relayed over HTTP/1.1 only"
        }
    }

    private var advice: String {
        switch self {
        case .unreachable(_, _, let advice): advice
        case .timedOut(_, .connection, _):
            "Check that the server can be reached from here, or change --upstream"
        case .timedOut(_, .answer, _): "Look into the server's log, or raise --handshake-timeout"
        case .timedOut(_, .request, _): "Send it faster, or raise --handshake-timeout"
        case .headTooLong: "Send fewer or shorter headers, or relay without changing them"
        case .tooEager:
            "Have the client wait for the answer (RFC 6455 §4.1), or relay without changing requests"
        case .http2: "Have the client speak HTTP/1.1, by ALPN or by its settings"
        }
    }
}
