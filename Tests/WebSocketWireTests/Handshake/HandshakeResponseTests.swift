import Testing
import WebSocketWire

struct HandshakeResponseTests {
    private static func request(extensions: String? = nil, subprotocols: Bool = true) throws
        -> HandshakeRequest
    {
        try HandshakeRequest(
            Example.requestHead { head in
                if let extensions { head.headers.append("Sec-WebSocket-Extensions", extensions) }
                if !subprotocols { head.headers.remove("Sec-WebSocket-Protocol") }
            })
    }

    private static func check(_ change: (inout ResponseHead) -> Void = { _ in }) throws -> HandshakeResponse {
        try HandshakeResponse(Example.responseHead(change), answering: request())
    }

    private static func expect(
        _ kind: HandshakeViolation.Kind, _ location: SourceLocation = #_sourceLocation,
        _ change: (inout ResponseHead) -> Void
    ) {
        let violation = HandshakeViolation(kind, from: .server)
        #expect(throws: violation, sourceLocation: location) { try check(change) }
        #expect(violation.refusal == nil, sourceLocation: location)
    }

    // MARK: What is right

    @Test func `the example of RFC 6455 §1_3`() throws {
        let response = try Self.check()
        #expect(response.subprotocol == "chat")
        #expect(response.extensions.isEmpty)
        #expect(response.headers == Example.responseHeaders)
    }

    @Test func `the exact bytes of a 101`() throws {
        let request = try Self.request(extensions: "permessage-deflate; client_max_window_bits, x")
        let response = try HandshakeResponse(
            accepting: request, subprotocol: "superchat",
            extensions: [
                ExtensionOffer("permessage-deflate", parameters: [.init("client_max_window_bits", "9")])
            ],
            extraHeaders: ["Server": "closecall"])
        let expected = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            Sec-WebSocket-Protocol: superchat\r
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9\r
            Server: closecall\r
            \r\n
            """
        #expect(String(decoding: response.bytes, as: UTF8.self) == expected)
        #expect(parseResponse([response.bytes]) == .complete(response.head, consumed: response.bytes.count))
        #expect(try HandshakeResponse(response.head, answering: request) == response)
    }

    @Test func `case and reason do not matter`() throws {
        _ = try Self.check { head in
            head.headers.set("UPGRADE", "WebSocket")
            head.headers.set("connection", "Keep-Alive, upgrade")
            head.reason = "Web Socket Protocol Handshake"
        }
    }

    @Test func `without a subprotocol`() throws {
        #expect(try Self.check { $0.headers.remove("Sec-WebSocket-Protocol") }.subprotocol == nil)
    }

    // MARK: RFC 6455 §4.1, the client's item 1: the status

    @Test(arguments: [100, 200, 302, 400, 401, 404, 426, 503])
    func `another status is a refusal with all its head`(_ status: Int) {
        let head = ResponseHead(
            version: HTTPVersion(1, 0), status: status, reason: "No", headers: ["WWW-Authenticate": "Basic"])
        #expect(throws: HandshakeViolation(.refused(head), from: .server)) {
            try HandshakeResponse(head, answering: Self.request())
        }
    }

    @Test(arguments: [HTTPVersion(1, 0), HTTPVersion(2, 0)])
    func `a 101 of another HTTP is refused`(_ version: HTTPVersion) {
        Self.expect(.unsupportedHTTPVersion(version)) { $0.version = version }
    }

    // MARK: items 2 and 3: Upgrade and Connection

    @Test func `Upgrade must stand`() {
        Self.expect(.missingHeader("Upgrade")) { $0.headers.remove("Upgrade") }
    }

    @Test(arguments: ["", "h2c", "websocket, h2c", "websocket/13", "websocket, websocket"])
    func `Upgrade must be websocket and nothing else`(_ value: String) {
        Self.expect(.upgradeIsNotWebSocket(found: value)) { $0.headers.set("Upgrade", value) }
    }

    @Test func `Connection must stand`() {
        Self.expect(.missingHeader("Connection")) { $0.headers.remove("Connection") }
    }

    @Test(arguments: ["", "close", "upgrade-insecure"])
    func `Connection must list upgrade`(_ value: String) {
        Self.expect(.connectionLacksUpgrade(found: value)) { $0.headers.set("Connection", value) }
    }

    // MARK: item 4: Sec-WebSocket-Accept

    @Test func `the accept must stand`() {
        Self.expect(.missingHeader("Sec-WebSocket-Accept")) { $0.headers.remove("Sec-WebSocket-Accept") }
    }

    @Test(arguments: [Example.key, "", "S3PPLMBITXAQ9KYGZZHZRBK+XOO=", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo"])
    func `the accept must answer the key`(_ value: String) {
        Self.expect(.wrongAccept(expected: Example.accept, found: value)) {
            $0.headers.set("Sec-WebSocket-Accept", value)
        }
    }

    @Test func `the accept must stand once`() {
        Self.expect(.repeatedHeader("Sec-WebSocket-Accept", count: 2)) {
            $0.headers.append("Sec-WebSocket-Accept", Example.accept)
        }
    }

    // MARK: item 5: extensions

    @Test func `an extension that was not offered is refused`() throws {
        Self.expect(.extensionNotOffered("permessage-deflate", offered: [])) {
            $0.headers.append("Sec-WebSocket-Extensions", "permessage-deflate")
        }
        let request = try Self.request(extensions: "a, b; c")
        let head = Example.responseHead { $0.headers.append("Sec-WebSocket-Extensions", "b; d=1, e") }
        #expect(throws: HandshakeViolation(.extensionNotOffered("e", offered: ["a", "b"]), from: .server)) {
            try HandshakeResponse(head, answering: request)
        }
    }

    @Test func `offered extensions are handed on with the server's parameters`() throws {
        let head = Example.responseHead { $0.headers.append("Sec-WebSocket-Extensions", "b; d=1") }
        let response = try HandshakeResponse(head, answering: Self.request(extensions: "a, b; c"))
        #expect(response.extensions == [ExtensionOffer("b", parameters: [.init("d", "1")])])
    }

    @Test func `extensions must follow the grammar`() {
        Self.expect(.invalidExtensions("", at: 0, expected: "the name of an extension")) {
            $0.headers.append("Sec-WebSocket-Extensions", "")
        }
    }

    // MARK: item 6: the subprotocol

    @Test(arguments: ["other", "Chat"])
    func `a subprotocol that was not offered is refused`(_ name: String) {
        Self.expect(.subprotocolNotOffered(name, offered: ["chat", "superchat"])) {
            $0.headers.set("Sec-WebSocket-Protocol", name)
        }
    }

    @Test func `where none was offered, none may be chosen`() {
        #expect(throws: HandshakeViolation(.subprotocolNotOffered("chat", offered: []), from: .server)) {
            try HandshakeResponse(Example.responseHead(), answering: Self.request(subprotocols: false))
        }
    }

    @Test func `one at most may be chosen`() {
        Self.expect(.invalidSubprotocol("chat, superchat")) {
            $0.headers.set("Sec-WebSocket-Protocol", "chat, superchat")
        }
        Self.expect(.repeatedHeader("Sec-WebSocket-Protocol", count: 2)) {
            $0.headers.append("Sec-WebSocket-Protocol", "chat")
        }
        Self.expect(.invalidSubprotocol("")) { $0.headers.set("Sec-WebSocket-Protocol", "") }
    }

    @Test func `browsers require one of those they offered`() throws {
        let head = Example.responseHead { $0.headers.remove("Sec-WebSocket-Protocol") }
        #expect(
            throws: HandshakeViolation(.subprotocolNotChosen(offered: ["chat", "superchat"]), from: .server)
        ) {
            try HandshakeResponse(head, answering: Self.request(), requireSubprotocol: true)
        }
        let unasked = try HandshakeResponse(
            head, answering: Self.request(subprotocols: false), requireSubprotocol: true)
        #expect(unasked.subprotocol == nil)
    }

    // MARK: Building

    @Test func `what a client would refuse is not built`() throws {
        let request = try Self.request()
        #expect(throws: HandshakeViolation(.extensionNotOffered("x", offered: []), from: .server)) {
            try HandshakeResponse(accepting: request, extensions: [ExtensionOffer("x")])
        }
        #expect(throws: HandshakeViolation(.invalidHeaderValue(name: "X", 13), from: .server)) {
            try HandshakeResponse(accepting: request, extraHeaders: ["X": "a\r\nb: c"])
        }
        #expect(
            throws: HandshakeViolation(
                .subprotocolNotOffered("x", offered: ["chat", "superchat"]), from: .server)
        ) {
            try HandshakeResponse(accepting: request, subprotocol: "x")
        }
    }
}
