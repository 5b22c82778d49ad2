import Testing
import WebSocketWire

struct HandshakeRefusalTests {
    @Test func `the exact bytes of a refusal`() {
        let refusal = HandshakeRefusal(status: 404, headers: ["Server": "closecall"], body: "nothing here\n")
        let expected = """
            HTTP/1.1 404 Not Found\r
            Server: closecall\r
            Connection: close\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Length: 13\r
            \r
            nothing here\n
            """
        #expect(String(decoding: refusal.bytes, as: UTF8.self) == expected)
        #expect(refusal.head.contentLength == 13)
    }

    @Test func `headers of the caller's own stand`() {
        let refusal = HandshakeRefusal(
            status: 503, reason: "Later", headers: ["connection": "keep-alive", "Content-Length": "7"])
        #expect(
            String(decoding: refusal.bytes, as: UTF8.self)
                == "HTTP/1.1 503 Later\r\nconnection: keep-alive\r\nContent-Length: 7\r\n\r\n")
    }

    @Test func `another version gets a 426 that names ours`() throws {
        let violation = HandshakeViolation(.unsupportedWebSocketVersion("8"), from: .client)
        let refusal = try #require(violation.refusal)
        let body = "the client's request: expected \"Sec-WebSocket-Version: 13\", found \"8\"\n"
        let expected =
            "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n"
            + "Sec-WebSocket-Version: 13\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
        #expect(String(decoding: refusal.bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        (HandshakeViolation.Kind.startLineTooLong(limit: 1), 414),
        (.headerLineTooLong(limit: 1), 431), (.tooManyHeaders(limit: 1), 431), (.headTooLong(limit: 1), 431),
        (.http2Preface, 505), (.bareLineFeed, 400), (.malformedRequestLine(""), 400), (.truncated, 400),
    ])
    func `what the parser refuses has its status`(_ kind: HandshakeViolation.Kind, _ status: Int) {
        #expect(HandshakeViolation(kind, from: .client, at: 0).refusal?.head.status == status)
    }

    @Test func `405 says what is allowed`() {
        let refusal = HandshakeViolation(.wrongMethod("PUT"), from: .client).refusal
        #expect(refusal?.head.headers["Allow"] == "GET")
    }

    @Test func `a TLS client and a server get no answer`() {
        #expect(HandshakeViolation(.tlsBytes(first: 0x16), from: .client, at: 0).refusal == nil)
        #expect(HandshakeViolation(.bareLineFeed, from: .server, at: 0).refusal == nil)
    }
}
