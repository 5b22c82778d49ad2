import Testing
import WebSocketWire

struct RequestParserTests {
    @Test func `any split gives the same head, and leaves the frames behind it`() throws {
        let head = Example.requestHead()
        let frames: [UInt8] = [0x81, 0x85, 0x0D, 0x0A, 0x0D, 0x0A]
        try withEverySplit(of: head.bytes + frames) { pieces in
            try #require(parseRequest(pieces) == .complete(head, consumed: head.bytes.count))
        }
    }

    @Test func `behind the end nothing is taken`() throws {
        var parser = RequestParser()
        let bytes = Example.requestHead().bytes
        _ = try parser.receive(bytes.span)
        #expect(try parser.receive(bytes.span) == .complete(Example.requestHead(), consumed: 0))
    }

    @Test func `what was thrown once is thrown again`() {
        var parser = RequestParser()
        let violation = HandshakeViolation(.controlByte(0), from: .client, at: 1)
        #expect(throws: violation) { try parser.receive([0x47, 0x00].span) }
        #expect(throws: violation) { try parser.receive(Example.requestHead().bytes.span) }
        #expect(parser.truncation == violation)
    }

    @Test func `the end of the connection inside a head is a violation of its own`() throws {
        var parser = RequestParser()
        #expect(try parser.receive(Array("GET / HT".utf8).span) == .needsMore)
        #expect(parser.truncation == HandshakeViolation(.truncated, from: .client, at: 8))
    }

    @Test func `values keep their bytes, without the white space around them`() {
        let bytes = Array("GET / HTTP/1.1\r\nA:\t x y\t\r\nb:\r\nC: ".utf8) + [0xE9] + Array("\r\n\r\n".utf8)
        let headers = HTTPHeaders([
            HTTPHeader("A", "x y"), HTTPHeader("b", ""), HTTPHeader("C", rawValue: [0xE9]),
        ])
        #expect(
            parseRequest([bytes])
                == .complete(RequestHead(target: "/", headers: headers), consumed: bytes.count))
    }

    @Test func `one empty line before the request is skipped, a second is not`() {
        let bytes = Example.requestHead().bytes
        let skipped = parseRequest([[13, 10] + bytes])
        #expect(skipped == .complete(Example.requestHead(), consumed: bytes.count + 2))
        let refused = parseRequest([[13, 10, 13, 10] + bytes])
        #expect(refused == .failed(.init(.malformedRequestLine(""), from: .client, at: 2)))
    }

    /// Each with the byte that shows it.
    static let broken: [(String, HandshakeViolation.Kind, Int)] = [
        ("\u{16}\u{03}\u{01}", .tlsBytes(first: 0x16), 0),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .http2Preface, 0),
        ("GET\r\n", .malformedRequestLine("GET"), 0),
        ("GET /\r\n", .malformedRequestLine("GET /"), 0),
        ("GET  / HTTP/1.1\r\n", .malformedRequestLine("GET  / HTTP/1.1"), 0),
        ("GET / HTTP/1.1 \r\n", .malformedRequestLine("GET / HTTP/1.1 "), 0),
        (" GET / HTTP/1.1\r\n", .malformedRequestLine(" GET / HTTP/1.1"), 0),
        ("GET\t/ HTTP/1.1\r\n", .malformedRequestLine("GET\t/ HTTP/1.1"), 0),
        ("G@T / HTTP/1.1\r\n", .malformedRequestLine("G@T / HTTP/1.1"), 0),
        ("GET / http/1.1\r\n", .malformedRequestLine("GET / http/1.1"), 0),
        ("GET / HTTP/1.10\r\n", .malformedRequestLine("GET / HTTP/1.10"), 0),
        ("GET / HTTP/11\r\n", .malformedRequestLine("GET / HTTP/11"), 0),
        ("GET / HTTP/x.1\r\n", .malformedRequestLine("GET / HTTP/x.1"), 0),
        ("GET /é HTTP/1.1\r\n", .invalidTarget("/é"), 0),
        ("GET / HTTP/1.1\n", .bareLineFeed, 14),
        ("GET / HTTP/1.1\rX", .bareCarriageReturn, 14),
        ("GET / HTTP/1.1\r\r\n", .bareCarriageReturn, 14),
        ("GET /\0 HTTP/1.1\r\n", .controlByte(0), 5),
        ("GET / HTTP/1.1\r\nA: b\nC: d\r\n", .bareLineFeed, 20),
        ("GET / HTTP/1.1\r\nA: b\rC: d\r\n", .bareCarriageReturn, 20),
        ("GET / HTTP/1.1\r\nA: b\0\r\n", .controlByte(0), 20),
        ("GET / HTTP/1.1\r\nA: \u{7F}\r\n", .controlByte(0x7F), 19),
        ("GET / HTTP/1.1\r\n A: b\r\n", .foldedHeader, 16),
        ("GET / HTTP/1.1\r\nA: b\r\n\tc\r\n", .foldedHeader, 22),
        ("GET / HTTP/1.1\r\nA b\r\n", .headerWithoutColon("A b"), 16),
        ("GET / HTTP/1.1\r\n: b\r\n", .emptyHeaderName, 16),
        ("GET / HTTP/1.1\r\nA : b\r\n", .spaceBeforeColon(name: "A"), 17),
        ("GET / HTTP/1.1\r\nA\t: b\r\n", .spaceBeforeColon(name: "A"), 17),
        ("GET / HTTP/1.1\r\nA b: c\r\n", .invalidHeaderName("A b"), 17),
        ("GET / HTTP/1.1\r\nA(: c\r\n", .invalidHeaderName("A("), 17),
        ("GET / HTTP/1.1\r\né: c\r\n", .invalidHeaderName("é"), 16),
    ]

    @Test(arguments: broken)
    func `what breaks the grammar is named with its place, at any split`(
        _ text: String, _ kind: HandshakeViolation.Kind, _ offset: Int
    ) throws {
        try withEverySplit(of: Array(text.utf8)) { pieces in
            try #require(parseRequest(pieces) == .failed(.init(kind, from: .client, at: offset)))
        }
    }

    @Test func `bytes that cannot be refused yet are not`() {
        #expect(parseRequest([Array("GET / HTTP/1.1\r\nA: b\r\n\r".utf8)]) == .needsMore)
        #expect(parseRequest([]) == .needsMore)
        #expect(parseRequest([[]]) == .needsMore)
    }
}
