public import WebSocketWire

/// What a client is answered.
public struct HTTPResponse: Sendable {
    /// The status.
    public var status: Int
    /// The headers; `Content-Length` and `Connection` are added when it is sent.
    public var headers: HTTPHeaders
    /// The body.
    public var body: HTTPBody

    /// An answer.
    public init(_ status: Int, _ headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.init(status, headers, .bytes(body))
    }

    /// An answer whose body may be made while it is read.
    init(_ status: Int, _ headers: HTTPHeaders, _ body: HTTPBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Plain text, as Go's `http.Error` sends it: with a line's end, and not to be taken for anything else.
    static func text(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status,
            ["Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"],
            body: Array("\(text)\n".utf8))
    }

    /// The bytes for the wire: all of them, or those before a stream's.
    ///
    /// - Parameters:
    ///   - isHeadOnly: whether it answers HEAD, which gets the headers of the body and not the body.
    ///   - closes: whether the connection ends behind it.
    func bytes(isHeadOnly: Bool, closes: Bool) -> [UInt8] {
        var headers = headers
        var bytes: [UInt8] = []
        // Without a length, the connection's end is the body's (RFC 9112 §6.3).
        if case .bytes(let body) = body {
            bytes = body
            // RFC 9110 §8.6: 1xx and 204 have no Content-Length.
            if status >= 200 && status != 204 { headers.append("Content-Length", "\(body.count)") }
        }
        if closes { headers.append("Connection", "close") }
        let head = ResponseHead(status: status, reason: Self.reason(status), headers: headers)
        return isHeadOnly || status == 204 ? head.bytes : head.bytes + bytes
    }

    private static func reason(_ status: Int) -> String {
        reasons[status] ?? (status < 400 ? "OK" : "Error")
    }

    private static let reasons = [
        100: "Continue", 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 400: "Bad Request",
        401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        408: "Request Timeout", 409: "Conflict", 413: "Content Too Large", 414: "URI Too Long",
        415: "Unsupported Media Type", 417: "Expectation Failed", 422: "Unprocessable Content",
        431: "Request Header Fields Too Large", 500: "Internal Server Error",
        501: "Not Implemented", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
    ]
}
