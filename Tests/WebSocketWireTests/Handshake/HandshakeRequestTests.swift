import Testing
import WebSocketWire

struct HandshakeRequestTests {
    private static func check(_ change: (inout RequestHead) -> Void = { _ in }) throws -> HandshakeRequest {
        try HandshakeRequest(Example.requestHead(change))
    }

    /// The violation by one change to the request of RFC 6455 §1.3, and the status it is answered with.
    private static func expect(
        _ kind: HandshakeViolation.Kind, _ status: Int, _ location: SourceLocation = #_sourceLocation,
        _ change: (inout RequestHead) -> Void
    ) {
        let violation = HandshakeViolation(kind, from: .client)
        #expect(throws: violation, sourceLocation: location) { try check(change) }
        #expect(violation.refusal?.head.status == status, sourceLocation: location)
    }

    // MARK: What is right

    @Test func `the example of RFC 6455 §1_3`() throws {
        let request = try Self.check()
        #expect(request.target == "/chat")
        #expect(request.host == "server.example.com")
        #expect(request.key.encoded == Example.key)
        #expect(request.subprotocols == ["chat", "superchat"])
        #expect(request.origin == "http://example.com")
        #expect(request.extensions.isEmpty)
        #expect(request.headers == Example.requestHeaders)
    }

    @Test func `the exact bytes of a request`() throws {
        let request = try HandshakeRequest(
            target: "/chat?room=1", host: "server.example.com:8080",
            key: SecWebSocketKey(nonce: Array("the sample nonce".utf8)), subprotocols: ["chat", "superchat"],
            extensions: [ExtensionOffer("permessage-deflate", parameters: [.init("client_max_window_bits")])],
            origin: "http://example.com", extraHeaders: ["User-Agent": "closecall", "Cookie": "a=b"])
        let expected = """
            GET /chat?room=1 HTTP/1.1\r
            Host: server.example.com:8080\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Origin: http://example.com\r
            Sec-WebSocket-Protocol: chat, superchat\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
            User-Agent: closecall\r
            Cookie: a=b\r
            \r\n
            """
        #expect(String(decoding: request.bytes, as: UTF8.self) == expected)
        #expect(parseRequest([request.bytes]) == .complete(request.head, consumed: request.bytes.count))
        #expect(try HandshakeRequest(request.head) == request)
    }

    @Test(arguments: ["websocket", "WebSocket", "WEBSOCKET", "h2c, websocket", "websocket,IRC/6.9"])
    func `Upgrade is a list without regard to case`(_ value: String) throws {
        _ = try Self.check { $0.headers.set("Upgrade", value) }
    }

    @Test(arguments: ["Upgrade", "upgrade", "keep-alive, Upgrade", "UPGRADE,close"])
    func `Connection is a list without regard to case`(_ value: String) throws {
        _ = try Self.check { $0.headers.set("Connection", value) }
    }

    @Test func `lists may stand on several lines`() throws {
        let request = try Self.check { head in
            head.headers.set("Upgrade", "h2c")
            head.headers.append("upgrade", "websocket")
            head.headers.set("Connection", "keep-alive")
            head.headers.append("CONNECTION", "Upgrade")
            head.headers.set("Sec-WebSocket-Protocol", "a")
            head.headers.append("sec-websocket-protocol", "b, c")
            head.headers.append("Sec-WebSocket-Extensions", "x; y=\"1\"")
            head.headers.append("Sec-WebSocket-Extensions", "z")
        }
        #expect(request.subprotocols == ["a", "b", "c"])
        #expect(request.extensions == [.init("x", parameters: [.init("y", "1")]), .init("z")])
    }

    @Test(arguments: ["/", "/?", "/a?b", "http://example.com/a?b", "https://example.com", "//x"])
    func `a target is a path or an absolute URL`(_ target: String) throws {
        #expect(try Self.check { $0.target = target }.target == target)
    }

    @Test func `the resource name of an absolute URL is its path and query`() throws {
        #expect(try Self.check { $0.target = "http://example.com:81/a?b" }.resourceName == "/a?b")
        #expect(try Self.check { $0.target = "http://example.com" }.resourceName == "/")
        #expect(try Self.check { $0.target = "/a?b" }.resourceName == "/a?b")
    }

    @Test func `without the optional headers`() throws {
        let request = try Self.check { head in
            head.headers.remove("Origin")
            head.headers.remove("Sec-WebSocket-Protocol")
            head.headers.append("Content-Length", "0")
            head.version = HTTPVersion(1, 2)
        }
        #expect(request.origin == nil && request.subprotocols.isEmpty)
    }

    // MARK: RFC 6455 §4.2.1, item 1: the request line

    @Test(arguments: ["POST", "HEAD", "get", "CONNECT"])
    func `the method must be GET`(_ method: String) {
        Self.expect(.wrongMethod(method), 405) { $0.method = method }
    }

    @Test(arguments: [HTTPVersion(1, 0), HTTPVersion(0, 9), HTTPVersion(2, 0), HTTPVersion(3, 1)])
    func `the version must be HTTP 1_1 or higher in 1`(_ version: HTTPVersion) {
        Self.expect(.unsupportedHTTPVersion(version), 505) { $0.version = version }
    }

    @Test(arguments: ["*", "example.com:80", "chat", "/a#b", "http://", "ftp://example.com/", "/a b", "/é"])
    func `the target must be one`(_ target: String) {
        Self.expect(.invalidTarget(target), 400) { $0.target = target }
    }

    // MARK: item 2: Host

    @Test func `Host must stand`() {
        Self.expect(.missingHeader("Host"), 400) { $0.headers.remove("Host") }
    }

    @Test func `Host must stand once`() {
        Self.expect(.repeatedHeader("Host", count: 2), 400) {
            $0.headers.append("host", "server.example.com")
        }
    }

    @Test(arguments: [
        "", " ", "a b", "user@host", "host:port", "host:70000", "host:1:2", "[::1", "[::g]", "::1", "host/",
        ":80",
        "[::1]x",
    ])
    func `Host must be host and port`(_ host: String) {
        Self.expect(.invalidHost(host), 400) { $0.headers.set("Host", host) }
    }

    @Test(arguments: [
        "localhost", "a.b:80", "a.b:", "127.0.0.1:9001", "[::1]", "[2001:db8::1]:443", "a_b", "%41",
    ])
    func `hosts that are right`(_ host: String) throws {
        #expect(try Self.check { $0.headers.set("Host", host) }.host == host)
    }

    // MARK: items 3 and 4: Upgrade and Connection

    @Test func `Upgrade must stand`() {
        Self.expect(.missingHeader("Upgrade"), 426) { $0.headers.remove("Upgrade") }
    }

    @Test(arguments: ["", "h2c", "websocket2", "web socket", "\"websocket\"", "websoc\u{212A}et"])
    func `Upgrade must name websocket`(_ value: String) {
        Self.expect(.upgradeIsNotWebSocket(found: value), 426) { $0.headers.set("Upgrade", value) }
    }

    @Test func `Connection must stand`() {
        Self.expect(.missingHeader("Connection"), 400) { $0.headers.remove("Connection") }
    }

    @Test(arguments: ["", "keep-alive", "upgraded", "close, \"upgrade\""])
    func `Connection must list upgrade`(_ value: String) {
        Self.expect(.connectionLacksUpgrade(found: value), 400) { $0.headers.set("Connection", value) }
    }

    // MARK: item 5: Sec-WebSocket-Key

    @Test func `the key must stand`() {
        Self.expect(.missingHeader("Sec-WebSocket-Key"), 400) { $0.headers.remove("Sec-WebSocket-Key") }
    }

    @Test func `the key must stand once`() {
        Self.expect(.repeatedHeader("Sec-WebSocket-Key", count: 2), 400) {
            $0.headers.append("Sec-WebSocket-Key", Example.key)
        }
    }

    @Test(arguments: ["", "x", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZWU=", "dGhlIHNhbXBsZSBub25jZQ"])
    func `the key must be the base64 of 16 bytes`(_ key: String) {
        Self.expect(.invalidKey(key), 400) { $0.headers.set("Sec-WebSocket-Key", key) }
    }

    // MARK: item 6: Sec-WebSocket-Version

    @Test func `the version must stand`() {
        Self.expect(.unsupportedWebSocketVersion(nil), 426) { $0.headers.remove("Sec-WebSocket-Version") }
    }

    @Test(arguments: ["8", "12", "14", "", "013", "13, 8"])
    func `the version must be 13`(_ version: String) {
        Self.expect(.unsupportedWebSocketVersion(version), 426) {
            $0.headers.set("Sec-WebSocket-Version", version)
        }
    }

    @Test func `the version must stand once`() {
        Self.expect(.repeatedHeader("Sec-WebSocket-Version", count: 2), 400) {
            $0.headers.append("Sec-WebSocket-Version", "13")
        }
    }

    @Test func `another version's key is not judged`() {
        Self.expect(.unsupportedWebSocketVersion("7"), 426) { head in
            head.headers.set("Sec-WebSocket-Version", "7")
            head.headers.set("Sec-WebSocket-Key", "other")
        }
    }

    // MARK: items 7 to 10: Origin, subprotocols, extensions, and what we add

    @Test func `Origin may stand once`() {
        Self.expect(.repeatedHeader("Origin", count: 2), 400) { $0.headers.append("Origin", "null") }
    }

    @Test(arguments: ["a b", "a/b", "\"a\"", "é", "a;b"])
    func `a subprotocol must be a token`(_ name: String) {
        Self.expect(.invalidSubprotocol(name), 400) {
            $0.headers.set("Sec-WebSocket-Protocol", "chat, " + name)
        }
    }

    @Test(arguments: ["", ",", " , "])
    func `a list of subprotocols must hold one`(_ value: String) {
        Self.expect(.invalidSubprotocol(value), 400) { $0.headers.set("Sec-WebSocket-Protocol", value) }
    }

    @Test func `subprotocols must be unique, over all lines, with regard to case`() throws {
        Self.expect(.repeatedSubprotocol("chat"), 400) { $0.headers.append("Sec-WebSocket-Protocol", "chat") }
        let request = try Self.check { $0.headers.append("Sec-WebSocket-Protocol", "Chat") }
        #expect(request.subprotocols == ["chat", "superchat", "Chat"])
    }

    @Test func `extensions must follow the grammar`() {
        Self.expect(.invalidExtensions("a;", at: 2, expected: "the name of a parameter"), 400) {
            $0.headers.append("Sec-WebSocket-Extensions", "a;")
        }
    }

    @Test(arguments: [("Content-Length", "5"), ("Content-Length", "x"), ("Transfer-Encoding", "chunked")])
    func `a body is refused, lest its bytes be read as frames`(_ name: String, _ value: String) {
        Self.expect(.requestHasBody(header: name), 400) { $0.headers.append(name, value) }
    }

    // MARK: Building

    private static func build(
        target: String = "/", host: String = "h", subprotocols: [String] = [],
        extensions: [ExtensionOffer] = [], origin: String? = nil, extraHeaders: HTTPHeaders = [:]
    ) throws -> HandshakeRequest {
        try HandshakeRequest(
            target: target, host: host, key: SecWebSocketKey(nonce: Array(0..<16)),
            subprotocols: subprotocols, extensions: extensions, origin: origin, extraHeaders: extraHeaders)
    }

    @Test func `a line break cannot be smuggled into a header`() {
        #expect(throws: HandshakeViolation(.invalidHeaderValue(name: "Origin", 13), from: .client)) {
            try Self.build(origin: "x\r\nCookie: a")
        }
        #expect(throws: HandshakeViolation(.invalidHeaderValue(name: "X", 10), from: .client)) {
            try Self.build(extraHeaders: ["X": "\n"])
        }
        #expect(throws: HandshakeViolation(.invalidHeaderValue(name: "Host", 0), from: .client)) {
            try Self.build(host: "\0")
        }
        #expect(throws: HandshakeViolation(.invalidHeaderName("A\r\nB"), from: .client)) {
            try Self.build(extraHeaders: ["A\r\nB": ""])
        }
        #expect(throws: HandshakeViolation(.emptyHeaderName, from: .client)) {
            try Self.build(extraHeaders: ["": ""])
        }
        #expect(throws: HandshakeViolation(.invalidTarget("/ HTTP/1.1\r\nA: b"), from: .client)) {
            try Self.build(target: "/ HTTP/1.1\r\nA: b")
        }
    }

    @Test func `what a server would refuse is not built`() {
        #expect(throws: HandshakeViolation(.repeatedSubprotocol("a"), from: .client)) {
            try Self.build(subprotocols: ["a", "a"])
        }
        #expect(throws: HandshakeViolation(.invalidSubprotocol(""), from: .client)) {
            try Self.build(subprotocols: [""])
        }
        #expect(throws: HandshakeViolation(.repeatedHeader("Host", count: 2), from: .client)) {
            try Self.build(extraHeaders: ["host": "other"])
        }
    }
}
