/// Statuses by their names, which are the same in every language.
enum HTTPStatus {
    /// `403 (Forbidden)`
    static func words(_ status: Int) -> String { names[status].map { "\(status) (\($0))" } ?? "\(status)" }

    /// RFC 9110 §15: those that a handshake meets.
    private static let names = [
        100: "Continue", 102: "Processing", 103: "Early Hints", 200: "OK", 204: "No Content",
        301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
        307: "Temporary Redirect",
        308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
        404: "Not Found",
        405: "Method Not Allowed", 407: "Proxy Authentication Required", 408: "Request Timeout", 410: "Gone",
        421: "Misdirected Request", 426: "Upgrade Required", 429: "Too Many Requests",
        431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
        502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
        505: "HTTP Version Not Supported",
    ]
}

extension Plot {
    /// The last answer's status.
    var status: String? {
        (ending.clientSide.answer.status ?? ending.serverSide.answer.status).map(HTTPStatus.words)
    }
}
