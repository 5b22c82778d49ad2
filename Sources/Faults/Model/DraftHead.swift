public import WebSocketWire

/// The head of a request or a response as it is going to leave.
public enum DraftHead: Hashable, Sendable {
    /// A client's request.
    case request(RequestHead)
    /// A server's response.
    case response(ResponseHead)

    /// The header fields.
    public var headers: HTTPHeaders {
        get {
            switch self {
            case .request(let head): head.headers
            case .response(let head): head.headers
            }
        }
        set {
            switch self {
            case .request(var head):
                head.headers = newValue
                self = .request(head)
            case .response(var head):
                head.headers = newValue
                self = .response(head)
            }
        }
    }

    /// The bytes that leave.
    public var bytes: [UInt8] {
        switch self {
        case .request(let head): head.bytes
        case .response(let head): head.bytes
        }
    }
}
