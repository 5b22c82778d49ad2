import Testing
import WebSocketWire

struct ResponseParserTests {
    @Test func `any split gives the same head, and leaves the frames behind it`() throws {
        let head = Example.responseHead()
        try withEverySplit(of: head.bytes + [0x81, 0x01, 0x41]) { pieces in
            try #require(parseResponse(pieces) == .complete(head, consumed: head.bytes.count))
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 101 Switching Protocols", 101, "Switching Protocols"),
        ("HTTP/1.1 101 ", 101, ""),
        ("HTTP/1.1 101", 101, ""),
        ("HTTP/1.1 404 Not  Found ", 404, "Not  Found "),
        ("HTTP/1.1 999 ü\t!", 999, "ü\t!"),
    ])
    func `status lines`(_ line: String, _ status: Int, _ reason: String) {
        let bytes = Array((line + "\r\n\r\n").utf8)
        let head = ResponseHead(status: status, reason: reason, headers: [:])
        #expect(parseResponse([bytes]) == .complete(head, consumed: bytes.count))
    }

    static let broken: [(String, HandshakeViolation.Kind, Int)] = [
        ("SSH-2.0-OpenSSH_9.2\r\n", .malformedStatusLine("SSH-2.0-OpenSSH_9.2"), 0),
        ("\r\n", .malformedStatusLine(""), 0),
        ("HTTP/1.1\r\n", .malformedStatusLine("HTTP/1.1"), 0),
        ("HTTP/1.1  101 OK\r\n", .malformedStatusLine("HTTP/1.1  101 OK"), 0),
        ("HTTP/1.1 1010 OK\r\n", .malformedStatusLine("HTTP/1.1 1010 OK"), 0),
        ("HTTP/1.1 +10 OK\r\n", .malformedStatusLine("HTTP/1.1 +10 OK"), 0),
        ("HTTP/1.1 099 OK\r\n", .malformedStatusLine("HTTP/1.1 099 OK"), 0),
        ("HTTP/1 101 OK\r\n", .malformedStatusLine("HTTP/1 101 OK"), 0),
        ("ICY 200 OK\r\n", .malformedStatusLine("ICY 200 OK"), 0),
        ("HTTP/1.1 101 OK\n", .bareLineFeed, 15),
        ("HTTP/1.1 101 OK\r\nA : b\r\n", .spaceBeforeColon(name: "A"), 18),
        ("\u{15}\u{03}\u{03}", .tlsBytes(first: 0x15), 0),
        ("\0\0\u{12}\u{04}", .controlByte(0), 0),
    ]

    @Test(arguments: broken)
    func `what breaks the grammar is named with its place, at any split`(
        _ text: String, _ kind: HandshakeViolation.Kind, _ offset: Int
    ) throws {
        try withEverySplit(of: Array(text.utf8)) { pieces in
            try #require(parseResponse(pieces) == .failed(.init(kind, from: .server, at: offset)))
        }
    }

    @Test func `the end of the connection inside a head is the server's`() {
        let parser = ResponseParser()
        #expect(parser.truncation == HandshakeViolation(.truncated, from: .server, at: 0))
    }
}
