import Observer
import Testing
import WebSocketWire

@testable import Relay

struct BadGatewayTests {
    @Test func `a server that cannot be reached is a 502 that says why`() {
        let gateway = BadGateway.unreachable(server: "ws://127.0.0.1:8080", reason: "connection refused")
        let body = """
            closecall: cannot connect to the server ws://127.0.0.1:8080: connection refused.
            Start the server, or say with --upstream where it is.

            """
        #expect(
            String(decoding: gateway.refusal.bytes, as: UTF8.self) == """
                HTTP/1.1 502 Bad Gateway\r\nServer: closecall\r\nConnection: close\r\n\
                Content-Type: text/plain; charset=utf-8\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)
                """)
    }

    @Test(arguments: [
        (BadGateway.timedOut(server: "ws://a", .connection, after: .seconds(5)), 504, "Gateway Timeout"),
        (.timedOut(server: "ws://a", .answer, after: .seconds(5)), 504, "Gateway Timeout"),
        (.timedOut(server: "ws://a", .request, after: .seconds(5)), 408, "Request Timeout"),
        (.headTooLong(limit: 65536), 431, "Request Header Fields Too Large"),
        (.tooEager(limit: 65536), 400, "Bad Request"),
        (.http2, 505, "HTTP Version Not Supported"),
    ])
    func `each reason has its status, and a body of two lines`(
        _ gateway: BadGateway, _ status: Int, _ phrase: String
    ) {
        let refusal = gateway.refusal
        #expect(refusal.head.status == status && refusal.head.reason == phrase)
        #expect(
            refusal.head.headers["Server"] == "closecall" && refusal.head.headers["Connection"] == "close")
        #expect(refusal.head.contentLength == refusal.body.count)
        #expect(refusal.body.starts(with: "closecall: ".utf8))
        #expect(refusal.body.count { $0 == UInt8(ascii: "\n") } == 2)
    }

    @Test func `a conversation understands the answer`() {
        let bytes = BadGateway.http2.refusal.bytes
        let play = ConversationPlay([.client(upgradeRequest), Sent(leg: .server, bytes: bytes)])
        #expect(play.conversation.state == .http)
        #expect(play.conversation.end(of: .server) == .betweenMessages)
    }
}
