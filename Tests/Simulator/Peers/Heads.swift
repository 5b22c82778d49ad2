package import WebSocketWire

/// Heads that simulated peers send.
package enum Heads {
    /// Requests for a WebSocket; the second offers permessage-deflate.
    package static let upgrades: [RequestHead] = [
        upgrade("/chat"),
        upgrade("/", [HTTPHeader("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")]),
        upgrade(
            "/a?token=%20",
            [HTTPHeader("Sec-WebSocket-Protocol", "graphql-ws, chat"), HTTPHeader("Cookie", "a=b")]),
    ]

    private static func upgrade(_ target: String, _ more: [HTTPHeader] = []) -> RequestHead {
        let headers = [
            HTTPHeader("Host", "example.com"), HTTPHeader("Upgrade", "websocket"),
            HTTPHeader("Connection", "Upgrade"), HTTPHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            HTTPHeader("Sec-WebSocket-Version", "13"),
        ]
        return RequestHead(target: target, headers: HTTPHeaders(headers + more))
    }

    /// All that a relay which judges nothing takes for a yes, a wrong Sec-WebSocket-Accept too.
    package static let switching: [[UInt8]] = [
        switching("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), switching("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        switching("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Extensions: permessage-deflate\r\n"),
        switching("bm9uc2Vuc2Ugbm9uc2Vuc2U="),
    ]

    private static func switching(_ accept: String, _ more: String = "") -> [UInt8] {
        Array(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\(more)\r\n"
                .utf8)
    }

    static let get = request("GET", [])
    static let head = request("HEAD", [])
    static let post = request("POST", [HTTPHeader("Content-Length", "11")])
    static let postChunked = request("POST", [HTTPHeader("Transfer-Encoding", "chunked")])

    private static func request(_ method: String, _ more: [HTTPHeader]) -> RequestHead {
        RequestHead(
            method: method, target: "/page",
            headers: HTTPHeaders([HTTPHeader("Host", "example.com"), HTTPHeader("Accept", "*/*")] + more))
    }

    static let chunked = Array("5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n".utf8)
    static let plain = Array("hello world".utf8)

    static let ok = Array("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n".utf8)
    static let okChunked = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
    static let noContent = Array("HTTP/1.1 204 No Content\r\n\r\n".utf8)
    static let earlyHints = Array("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n".utf8)
    static let unauthorized = Array(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 11\r\n\r\nhello world"
            .utf8)
    static let goingOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// What is no HTTP, or none that is spoken here.
    static let strange: [[UInt8]] = [
        Array("SSH-2.0-OpenSSH_9.2p1\r\n".utf8), [0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3],
        Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8), Array("GET / HTTP/3.0\r\n\r\n".utf8),
        Array("GET /\r\n".utf8), Array("\r\n\r\n\r\n".utf8), [0, 0, 0, 0],
        Array("CONNECT example.com:80 HTTP/1.1\r\nHost: example.com\r\n\r\n".utf8),
    ]
}
