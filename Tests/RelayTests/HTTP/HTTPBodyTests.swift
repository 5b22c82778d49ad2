import Observer
import Testing
import WebSocketWire

@testable import Relay

struct HTTPBodyTests {
    /// How many of these bytes are the body of the answer to a GET, and why it went opaque if it did.
    private func body(
        ofResponse head: String, behind: String, method: String = "GET"
    ) -> (count: Int, reason: OpaqueReason?) {
        let play = ConversationPlay([
            .client("\(method) / HTTP/1.1\r\n\r\n\(method) / HTTP/1.1\r\n\r\n"),
            .server("\(head)\r\n\r\n\(behind)"),
        ])
        let count = play.runs[.server]?.filter { $0.meaning == .body }.map(\.count).reduce(0, +)
        guard case .opaque(let reason) = play.conversation.state else { return (count ?? 0, nil) }
        return (count ?? 0, reason)
    }

    private let next = "HTTP/1.1 204 \r\n\r\n"

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 3", "abc", 3),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length: 3, 3", "abc", 3),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0", "", 0),
        ("HTTP/1.1 204 No Content\r\nContent-Length: 3", "", 0),
        ("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked", "", 0),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n", 13),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, ChunKed", "0\r\nA: b\r\n\r\n", 11),
        ("HTTP/1.0 200 OK\r\nContent-Length: 3", "abc", 3),
    ])
    func `a response's body ends where its head says`(_ head: String, _ body: String, _ count: Int) {
        let result = self.body(ofResponse: head, behind: body + next)
        #expect(result.count == count && result.reason == nil)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip", "HTTP/1.0 404 Not Found",
    ])
    func `without a length the body ends with the connection`(_ head: String) {
        let result = body(ofResponse: head, behind: next)
        #expect(result.count == next.utf8.count && result.reason == nil)
    }

    @Test func `the answer to a HEAD has no body`() {
        let result = body(
            ofResponse: "HTTP/1.1 200 OK\r\nContent-Length: 100", behind: next + "HTTP/1.1 1", method: "HEAD")
        #expect(result.count == 0)
        #expect(result.reason == nil)
    }

    @Test(arguments: [
        ("Content-Length: +3", HTTPBodyViolation.badLength("+3")),
        ("Content-Length: 3, 4", .badLength("3, 4")),
        ("Content-Length: 3\r\nContent-Length: 4", .badLength("3, 4")), ("Content-Length:", .badLength("")),
        ("Content-Length: 9223372036854775808", .badLength("9223372036854775808")),
        ("Content-Length: 3\r\nTransfer-Encoding: chunked", .twoLengths),
        ("Transfer-Encoding: chunked, gzip", .badTransferEncoding("chunked, gzip")),
        ("Transfer-Encoding: chunked, chunked", .badTransferEncoding("chunked, chunked")),
        ("Transfer-Encoding: ,", .badTransferEncoding(",")),
    ])
    func `a length that readers read differently makes both sides opaque`(
        _ header: String, _ violation: HTTPBodyViolation
    ) {
        let result = body(ofResponse: "HTTP/1.1 200 OK\r\n\(header)", behind: "abc")
        #expect(result.count == 0 && result.reason == .body(violation, from: .server))
        let request = ConversationPlay([.client("POST / HTTP/1.1\r\n\(header)\r\n\r\nabc")])
        #expect(request.conversation.state == .opaque(.body(violation, from: .client)))
        #expect(request.runs[.client]?.last == Run(.opaque, 3))
    }

    @Test func `a request whose last coding is another than chunked has no end`() {
        let play = ConversationPlay([.client("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n")])
        #expect(play.conversation.state == .opaque(.body(.badTransferEncoding("gzip"), from: .client)))
    }

    @Test func `HTTP 1.0 knows no chunks`() {
        let result = body(ofResponse: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked", behind: "")
        #expect(result.reason == .body(.badTransferEncoding("chunked"), from: .server))
    }

    @Test func `the largest length is only a number`() {
        let result = body(ofResponse: "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807", behind: "abc")
        #expect(result.count == 3 && result.reason == nil)
    }
}
