/// A status line and headers as they stand, right for a WebSocket or not: `HandshakeResponse` judges.
public struct ResponseHead: Hashable, Sendable {
    /// The version of HTTP.
    public var version: HTTPVersion
    /// The status, 100...999.
    public var status: Int
    /// The reason phrase, often empty, with U+FFFD for what is not UTF-8.
    public var reason: String
    /// The headers in order.
    public var headers: HTTPHeaders

    /// A head.
    public init(version: HTTPVersion = .http11, status: Int, reason: String, headers: HTTPHeaders) {
        self.version = version
        self.status = status
        self.reason = reason
        self.headers = headers
    }

    /// The head for the wire, empty line included. Written as it stands, legal or not.
    public var bytes: [UInt8] {
        var bytes = Array("\(version) \(status) \(reason)\r\n".utf8)
        headers.write(to: &bytes)
        return bytes + Array("\r\n".utf8)
    }

    /// 100 Continue, 103 Early Hints and their like: another head follows, and a client must be ready for it
    /// (RFC 9110 §15.2). 101 is the last word, though it begins with a 1.
    public var isInterim: Bool {
        status < 200 && status != 101
    }

    /// How many bytes of body follow, if a header says so and says one thing (RFC 9112 §6.3): nil for a
    /// chunked body and for one that ends with the connection.
    public var contentLength: Int? {
        guard headers["Transfer-Encoding"] == nil else { return nil }
        let lengths = Set(headers.elements(of: "Content-Length"))
        guard lengths.count == 1, let length = lengths.first else { return nil }
        return HTTPGrammar.number(length.utf8)
    }

    /// The phrase that RFC 9110 §15 gives a status; empty for one it has none for.
    public static func usualReason(_ status: Int) -> String {
        switch status {
        case 101: "Switching Protocols"
        case 200: "OK"
        case 204: "No Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 414: "URI Too Long"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}
