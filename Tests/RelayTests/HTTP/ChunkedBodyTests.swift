import Testing
import WebSocketWire

@testable import Relay

struct ChunkedBodyTests {
    private let limits = HandshakeLimits(line: 20, headers: 4, head: 40)

    /// How many bytes were taken, whether that was all, and what was wrong.
    private func read(_ text: String, in size: Int) -> (
        taken: Int, ended: Bool, violation: HTTPBodyViolation?
    ) {
        var body = ChunkedBody(limits: limits)
        let bytes = Array(text.utf8)
        var taken = 0
        do throws(HTTPBodyFailure) {
            while taken < bytes.count {
                let piece = Array(bytes[taken..<min(taken + size, bytes.count)])
                var position = 0
                let ended = try body.take(piece.span, at: &position)
                taken += position
                if ended { return (taken, true, nil) }
            }
            return (taken, false, nil)
        } catch {
            return (taken, false, error.violation)
        }
    }

    @Test(arguments: [1, 2, 3, 1000])
    func `a body ends behind the empty line of its trailers`(size: Int) {
        for body in [
            "0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n",
            "003;x=y\r\na\rb\r\n1 \t\r\n\n\r\nA\r\n0123456789\r\n0\r\n\r\n",
            "0\r\nA: b\r\nC:\r\n\r\n", "00;\r\nA\r\n\r\n",
        ] {
            let result = read(body + "0\r\n\r\n", in: size)
            #expect(result.ended && result.taken == body.utf8.count, "\(body.debugDescription)")
        }
    }

    @Test(arguments: [
        ("\r\n", HTTPBodyViolation.badChunkSize), ("g\r\n", .badChunkSize), ("-1\r\n", .badChunkSize),
        (";\r\n", .badChunkSize), ("0x3\r\n", .badChunkSize), ("1234567890abcdef\r\n", .badChunkSize),
        ("3\nabc", .badChunkEnd), ("3\r\rabc", .badChunkEnd), ("3\r\nabcd\r\n", .badChunkEnd),
        ("3\r\nabc\n", .badChunkEnd), ("3;a\nabc", .badChunkEnd), ("0\r\n\n", .badChunkEnd),
        ("0\r\nA: b\n", .badChunkEnd),
        ("3;aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", .tooLong(limit: 20)),
        ("0\r\n" + String(repeating: "A: b\r\n", count: 10), .tooLong(limit: 40)),
    ])
    func `what readers read differently is a violation, in all pieces`(
        _ body: String, _ violation: HTTPBodyViolation
    ) {
        for size in [1, 2, 1000] { #expect(read(body, in: size).violation == violation) }
    }

    @Test func `the largest size is only a number`() {
        let result = read("fffffffffffffff\r\nabc", in: 1000)
        #expect(result.taken == 20 && !result.ended && result.violation == nil)
    }
}
