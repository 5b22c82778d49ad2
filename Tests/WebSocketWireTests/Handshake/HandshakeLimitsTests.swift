import Testing
import WebSocketWire

struct HandshakeLimitsTests {
    private static let limits = HandshakeLimits(line: 20, headers: 2, head: 50)

    private static func outcome(_ text: String, _ limits: HandshakeLimits = limits) throws -> Outcome<
        RequestHead
    > {
        let bytes = Array(text.utf8)
        let whole = parseRequest([bytes], limits: limits)
        try withEverySplit(of: bytes) { pieces in
            try #require(parseRequest(pieces, limits: limits) == whole)
        }
        return whole
    }

    private static func failure(_ kind: HandshakeViolation.Kind, _ at: Int) -> Outcome<RequestHead> {
        .failed(HandshakeViolation(kind, from: .client, at: at))
    }

    @Test func `a line may be as long as the limit, and no longer`() throws {
        #expect(try Self.outcome("GET /234567 HTTP/1.1") == .needsMore)
        let long = try Self.outcome("GET /2345678 HTTP/1.1")
        #expect(long == Self.failure(.startLineTooLong(limit: 20), 20))
        let header = "GET / HTTP/1.1\r\nA: 4567890123456789"
        #expect(try Self.outcome(header + "0") == .needsMore)
        #expect(try Self.outcome(header + "01") == Self.failure(.headerLineTooLong(limit: 20), 36))
    }

    @Test func `headers may be as many as the limit, and no more`() throws {
        let head = "GET / HTTP/1.1\r\nA:\r\nB:\r\n"
        guard case .complete = try Self.outcome(head + "\r\n") else {
            Issue.record("two headers are allowed")
            return
        }
        #expect(try Self.outcome(head + "C") == Self.failure(.tooManyHeaders(limit: 2), 24))
    }

    @Test func `a head may be as long as the limit, and no longer`() throws {
        let head = "GET / HTTP/1.1\r\nAA: 567890123\r\nBB: 56789012345"
        guard case .complete = try Self.outcome(head + "\r\n\r\n") else {
            Issue.record("50 bytes are allowed")
            return
        }
        #expect(try Self.outcome(head + "5\r\n\r\n") == Self.failure(.headTooLong(limit: 50), 50))
    }

    @Test func `frames behind the head do not count`() throws {
        let head = "GET / HTTP/1.1\r\nAA: 567890123\r\nBB: 56789012345\r\n\r\n"
        #expect(try Self.outcome(head + String(repeating: "f", count: 100)) == Self.outcome(head))
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nA: ", "GET / HTTP/1.1\r\n"])
    func `an endless head is refused while it arrives`(_ start: String) {
        let endless = start.hasSuffix("\n") ? Array("A: b\r\n".utf8) : [0x61]
        var parser = RequestParser()
        var taken = start.utf8.count
        #expect(throws: HandshakeViolation.self) {
            _ = try parser.receive(Array(start.utf8).span)
            while taken < 1_000_000 {
                _ = try parser.receive(endless.span)
                taken += endless.count
            }
        }
        #expect(taken <= 16 * 1024 + start.utf8.count)
    }
}
