internal import Observer
import WebSocketWire

/// The requests of the endpoints that were measured, as they came; the host and the key are made up.
enum Heads {
    /// Chromium 156, headless.
    static let chromium = head(
        """
        GET /x?a=1 HTTP/1.1
        Host: example.test
        Connection: Upgrade
        Pragma: no-cache
        Cache-Control: no-cache
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36
        Upgrade: websocket
        Origin: http://example.test
        Sec-WebSocket-Version: 13
        Accept-Encoding: gzip, deflate, br, zstd
        Accept-Language: en-US,en;q=0.9
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
        """)

    /// Firefox ESR 153.
    static let firefox = head(
        """
        GET /x?a=1 HTTP/1.1
        Host: example.test
        User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0
        Accept: */*
        Accept-Language: en-US,en;q=0.9
        Accept-Encoding: gzip, deflate, br, zstd
        Sec-WebSocket-Version: 13
        Origin: http://example.test
        Sec-WebSocket-Extensions: permessage-deflate
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Connection: Upgrade
        Sec-Fetch-Dest: empty
        Sec-Fetch-Mode: websocket
        Sec-Fetch-Site: same-site
        Pragma: no-cache
        Cache-Control: no-cache
        Upgrade: websocket
        """)

    /// node 20.20.
    static let node = head(
        """
        GET /x?a=1 HTTP/1.1
        host: example.test
        connection: upgrade
        upgrade: websocket
        sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
        sec-websocket-version: 13
        sec-websocket-extensions: permessage-deflate; client_max_window_bits
        accept: */*
        accept-language: *
        sec-fetch-mode: websocket
        user-agent: node
        pragma: no-cache
        cache-control: no-cache
        accept-encoding: gzip, deflate
        """)

    /// websockets 17.4 under Python 3.11.
    static let websockets = head(
        """
        GET /x?a=1 HTTP/1.1
        Host: example.test
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
        User-Agent: Python/3.11 websockets/17.4
        """)

    /// aiohttp 3.14.
    static let aiohttp = head(
        """
        GET /x HTTP/1.1
        Host: example.test
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Accept: */*
        Accept-Encoding: gzip, deflate
        User-Agent: Python/3.11 aiohttp/3.14.5
        """)

    /// websocket-client 1.9.
    static let websocketClient = head(
        """
        GET /x HTTP/1.1
        Upgrade: websocket
        Host: example.test
        Origin: http://example.test
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        Connection: Upgrade
        """)

    /// A head of these lines.
    static func head(_ text: String) -> RequestHead {
        let lines = text.split(separator: "\n")
        let words = lines[0].split(separator: " ").map(String.init)
        var headers: HTTPHeaders = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers.append(String(parts[0]), String(parts[1].drop { $0 == " " }))
        }
        return RequestHead(method: words[0], target: words[1], headers: headers)
    }
}

extension Heads {
    /// The request of this kind of endpoint.
    static func of(_ name: EndpointProfile.Name) -> RequestHead {
        switch name {
        case .chromium: chromium
        case .firefox: firefox
        case .node: node
        case .pythonWebSockets: websockets
        case .rfc6455: websocketClient
        }
    }
}
