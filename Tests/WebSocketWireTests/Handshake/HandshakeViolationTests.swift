import Testing
import WebSocketWire

struct HandshakeViolationTests {
    private static let head = ResponseHead(status: 403, reason: "Forbidden", headers: [:])

    @Test(arguments: [
        (
            HandshakeViolation(.tlsBytes(first: 0x16), from: .client, at: 0),
            "the client's request, byte 0: expected plain HTTP, found a TLS record (first byte 0x16); connect "
                + "with ws:// instead of wss://, or give this listener a certificate"
        ),
        (
            HandshakeViolation(.tlsBytes(first: 0x15), from: .server, at: 0),
            "the server's response, byte 0: expected plain HTTP, found a TLS record (first byte 0x15); connect "
                + "with wss:// instead of ws://"
        ),
        (
            HandshakeViolation(.malformedStatusLine("SSH-2.0\u{1B}\u{E9}"), from: .server, at: 0),
            #"the server's response, byte 0: expected "HTTP/1.1 101 Switching Protocols", "#
                + #"found "SSH-2.0\u{1B}\u{00E9}""#
        ),
        (
            HandshakeViolation(.refused(head), from: .server),
            "the server's response: expected status 101, found 403 Forbidden"
        ),
        (
            HandshakeViolation(.extensionNotOffered("x", offered: []), from: .server),
            #"the server's response: expected no extension, as none was offered, found "x""#
        ),
        (
            HandshakeViolation(.subprotocolNotOffered("x", offered: ["a", "b"]), from: .server),
            #"the server's response: expected one of the offered subprotocols (a, b), found "x""#
        ),
        (
            HandshakeViolation(.repeatedHeader("Host", count: 2), from: .client),
            "the client's request: expected the header Host once, found it 2 times"
        ),
    ])
    func `says whose, where, what was expected and what was found`(
        _ violation: HandshakeViolation, _ text: String
    ) {
        #expect("\(violation)" == text)
    }

    @Test func `a long find is cut`() {
        let long = HandshakeViolation(
            .malformedRequestLine(String(repeating: "x", count: 10_000)), from: .client, at: 0)
        #expect("\(long)".utf8.count < 200)
        #expect("\(long)".hasSuffix("xxx\"..."))
    }

    @Test func `every kind has a text of its own`() {
        let kinds: [HandshakeViolation.Kind] = [
            .tlsBytes(first: 0x16), .http2Preface, .controlByte(0), .bareCarriageReturn, .bareLineFeed,
            .malformedRequestLine("x"), .malformedStatusLine("x"), .invalidTarget("x"), .foldedHeader,
            .headerWithoutColon("x"), .emptyHeaderName, .spaceBeforeColon(name: "x"), .invalidHeaderName("x"),
            .invalidHeaderValue(name: "x", 0), .truncated, .startLineTooLong(limit: 1),
            .headerLineTooLong(limit: 1), .tooManyHeaders(limit: 1), .headTooLong(limit: 1),
            .unsupportedHTTPVersion(.http11), .missingHeader("x"), .repeatedHeader("x", count: 2),
            .upgradeIsNotWebSocket(found: "x"), .connectionLacksUpgrade(found: "x"), .invalidSubprotocol("x"),
            .invalidExtensions("x", at: 0, expected: "y"), .wrongMethod("x"), .invalidHost("x"),
            .invalidKey("x"), .unsupportedWebSocketVersion("x"), .repeatedSubprotocol("x"),
            .requestHasBody(header: "x"), .refused(Self.head), .wrongAccept(expected: "x", found: "y"),
            .subprotocolNotOffered("x", offered: []), .subprotocolNotChosen(offered: ["x"]),
            .extensionNotOffered("x", offered: []),
        ]
        let texts = Set(kinds.map { HandshakeViolation($0, from: .client).description })
        #expect(texts.count == kinds.count)
        for text in texts {
            #expect(text.contains("expected") && text.contains("found"), "\(text)")
        }
    }
}
