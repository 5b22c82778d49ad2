internal import WebSocketWire

/// Requests and answers that are more than a fuzzer guesses soon.
enum ObserverHeads {
    static let requests: [RequestHead] = [
        request([]),
        request([HTTPHeader("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")]),
        request([HTTPHeader("Sec-WebSocket-Protocol", "chat, superchat")]),
        RequestHead(target: "/no?key=1", headers: HTTPHeaders([HTTPHeader("Upgrade", "websocket")])),
    ]

    private static func request(_ more: [HTTPHeader]) -> RequestHead {
        let headers = [
            HTTPHeader("Host", "example.com"), HTTPHeader("Upgrade", "websocket"),
            HTTPHeader("Connection", "Upgrade"), HTTPHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            HTTPHeader("Sec-WebSocket-Version", "13"),
        ]
        return RequestHead(target: "/chat?token=secret", headers: HTTPHeaders(headers + more))
    }

    static let answers: [[UInt8]] = [
        switching("\r\n"),
        switching("\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"),
        switching("\r\nSec-WebSocket-Protocol: chat\r\n"),
        switching("\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99, x\r\n"),
        // All but the end of the last line.
        Array(switching("").dropLast(2)),
        Array("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".utf8),
        Array("HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\n\r\n".utf8),
        Array("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n".utf8),
        Array("HTTP/1.0 101 Fine\nUpgrade: WebSocket\nConnection: keep-alive, Upgrade\n\n".utf8),
        Array("SSH-2.0-x\r\n".utf8),
    ]

    private static func switching(_ more: String) -> [UInt8] {
        let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        return Array((head + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" + more + "\r\n").utf8)
    }
}
