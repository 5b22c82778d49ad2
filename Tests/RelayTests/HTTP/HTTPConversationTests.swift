import Observer
import Testing
import WebSocketWire

@testable import Relay

/// The request and the response of RFC 6455 §1.3.
let upgradeRequest = """
    GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
    """
let upgradeResponse = """
    HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n
    """

struct HTTPConversationTests {
    private func state(after script: Sent...) -> HTTPConversation.State {
        ConversationPlay(script).conversation.state
    }

    private func reason(after script: Sent...) -> OpaqueReason? {
        if case .opaque(let reason) = ConversationPlay(script).conversation.state { reason } else { nil }
    }

    @Test func `an upgrade and its 101 make a WebSocket, and what follows is frames`() {
        let play = ConversationPlay([
            .client(upgradeRequest), .server(upgradeResponse + "\u{1}\u{2}"), .client("\u{3}"),
        ])
        guard case .upgraded(let agreement) = play.conversation.state else {
            Issue.record("\(play.conversation.state)")
            return
        }
        #expect(agreement.request.target == "/chat" && agreement.response.status == 101)
        #expect(agreement.requestViolation == nil && agreement.responseViolation == nil)
        #expect(
            play.runs[.client] == [
                Run(.request(agreement.request), upgradeRequest.utf8.count), Run(.frames, 1),
            ])
        #expect(
            play.runs[.server] == [
                Run(.response(agreement.response), upgradeResponse.utf8.count), Run(.frames, 2),
            ])
        #expect(play.complaint == nil)
    }

    @Test func `an upgrade may follow a request that was refused on the same connection`() {
        let play = ConversationPlay([
            .client(upgradeRequest),
            .server("HTTP/1.1 401 Unauthorized\r\nContent-Length: 3\r\n\r\nno!"),
            .client(upgradeRequest), .server(upgradeResponse),
        ])
        guard case .upgraded = play.conversation.state else {
            Issue.record("\(play.conversation.state)")
            return
        }
        #expect(play.runs[.server]?.map(\.count) == [48, 3, upgradeResponse.utf8.count])
    }

    @Test func `bytes behind an upgrade are frames or HTTP, as the answer has it`() {
        let early = ConversationPlay([
            .client(upgradeRequest + "\u{1}\u{2}"), .client("\u{3}"), .server(upgradeResponse),
        ])
        #expect(early.runs[.client]?.last == Run(.undecided, 3))
        #expect(early.decided == [Run(.frames, 3)])

        let refused = ConversationPlay([
            .client(upgradeRequest + upgradeRequest), .server("HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n"),
        ])
        #expect(refused.runs[.client]?.last == Run(.undecided, upgradeRequest.utf8.count))
        #expect(refused.decided.map(\.count) == [upgradeRequest.utf8.count])
        #expect(refused.conversation.state == .undecided)
        #expect(refused.conversation.outstandingRequests == 1)
    }

    @Test func `interim responses decide nothing`() {
        let script: [Sent] = [
            .client(upgradeRequest), .server("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        ]
        #expect(ConversationPlay(script).conversation.state == .undecided)
        guard case .upgraded = ConversationPlay(script + [.server(upgradeResponse)]).conversation.state else {
            Issue.record("the 101 was not seen")
            return
        }
    }

    @Test func `what is no HTTP is opaque, with the violation as the reason`() {
        #expect(
            reason(after: .client("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                == .head(HandshakeViolation(.http2Preface, from: .client, at: 0)))
        #expect(
            reason(after: .client("\u{16}\u{3}\u{1}"))
                == .head(HandshakeViolation(.tlsBytes(first: 0x16), from: .client, at: 0)))
        #expect(
            reason(after: .client("GET / HTTP/1.1\n"))
                == .head(HandshakeViolation(.bareLineFeed, from: .client, at: 14)))
        #expect(
            reason(after: .server("220 mail.example.com ESMTP\r\n"))
                == .head(
                    HandshakeViolation(
                        .malformedStatusLine("220 mail.example.com ESMTP"), from: .server, at: 0)))
    }
}
