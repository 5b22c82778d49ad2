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
        #expect(agreement.violation() == nil)
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
        #expect(early.decided == [[Run(.frames, 3)]])

        let refused = ConversationPlay([
            .client(upgradeRequest + upgradeRequest), .server("HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n"),
        ])
        #expect(refused.runs[.client]?.last == Run(.undecided, upgradeRequest.utf8.count))
        #expect(refused.decided.joined().map(\.count) == [upgradeRequest.utf8.count])
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

    @Test func `a switch to another protocol is opaque, and so is a tunnel`() {
        let h2c = "GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"
        let answer = "HTTP/1.1 101 \r\nUpgrade: h2c\r\n\r\n"
        #expect(reason(after: .client(h2c), .server(answer)) == .otherProtocol("h2c"))
        #expect(reason(after: .client(upgradeRequest), .server(answer)) == .otherProtocol("h2c"))
        #expect(
            reason(after: .client("CONNECT a:1 HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 200 \r\n\r\n"))
                == .tunnel)
        let refused = state(
            after: .client("CONNECT a:1 HTTP/1.1\r\n\r\n"),
            .server("HTTP/1.1 407 \r\nContent-Length: 0\r\n\r\n"))
        #expect(refused == .http)
    }

    @Test func `a 101 without Upgrade is taken for what was asked for, and the violation is told`() {
        let bare = "HTTP/1.1 101 \r\nConnection: upgrade\r\n\r\n"
        guard case .upgraded(let agreement) = state(after: .client(upgradeRequest), .server(bare)) else {
            Issue.record("not upgraded")
            return
        }
        #expect(
            agreement.violation() == HandshakeViolation(.missingHeader("Upgrade"), from: .server))
        let plain = Sent.client("GET / HTTP/1.1\r\n\r\n")
        #expect(reason(after: plain, .server(bare)) == .unaskedUpgrade)
        #expect(reason(after: plain, .client(upgradeRequest), .server(upgradeResponse)) == .unaskedUpgrade)
    }

    @Test func `a 101 before the request's body is complete tells nobody where the frames begin`() {
        let request = upgradeRequest.replacing("\r\n\r\n", with: "\r\nContent-Length: 3\r\n\r\n")
        #expect(reason(after: .client(request + "ab"), .server(upgradeResponse)) == .upgradedTooEarly)
        let complete = ConversationPlay([.client(request + "abc\u{1}"), .server(upgradeResponse)])
        #expect(complete.decided == [[Run(.frames, 1)]])
        let refusal = Sent.server("HTTP/1.1 400 \r\nContent-Length: 0\r\n\r\n")
        let refused = ConversationPlay([.client(request + "ab"), refusal, .client("c" + upgradeRequest)])
        #expect(refused.runs[.client]?.map(\.count) == [request.utf8.count, 3, upgradeRequest.utf8.count])
    }

    @Test func `a chunk's size that is none is where the body ends to be one`() {
        let play = ConversationPlay([
            .client("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2g\r\n")
        ])
        #expect(play.conversation.state == .opaque(.body(.badChunkSize, from: .client)))
        #expect(play.runs[.client]?.dropFirst() == [Run(.body, 7), Run(.opaque, 3)])
    }

    @Test func `a response that nobody asked for is told, and is the end of telling`() {
        let early = "HTTP/1.1 431 \r\nContent-Length: 0\r\n\r\n"
        let play = ConversationPlay([.client("GET / HT"), .server(early), .client("TP/1.1\r\n\r\n")])
        #expect(play.conversation.state == .opaque(.unaskedResponse(status: 431)))
        #expect(play.runs[.server]?.map(\.count) == [early.utf8.count])
        #expect(play.runs[.client] == [Run(.opaque, 18)])
    }

    @Test func `as many requests may wait as the limit says`() {
        let request = Sent.client("GET / HTTP/1.1\r\n\r\n")
        let conversation = HTTPConversation(pipelineLimit: 2)
        #expect(ConversationPlay([request, request], conversation).conversation.state == .http)
        let third = ConversationPlay([request, request, request], conversation)
        #expect(third.conversation.state == .opaque(.tooManyRequests(limit: 2)))
        let answered = ConversationPlay(
            [request, request, .server("HTTP/1.1 204 \r\n\r\n"), request], conversation)
        #expect(answered.conversation.state == .http && answered.conversation.outstandingRequests == 2)
    }

    @Test func `a head over the limits is opaque, and nothing of it is kept`() {
        let conversation = HTTPConversation(limits: HandshakeLimits(line: 100, headers: 2, head: 300))
        let line = String(repeating: "a", count: 1000)
        #expect(
            ConversationPlay([.client(line)], conversation).conversation.state
                == .opaque(.head(HandshakeViolation(.startLineTooLong(limit: 100), from: .client, at: 100))))
        let headers = "GET / HTTP/1.1\r\nA:\r\nB:\r\nC:\r\n\r\n"
        #expect(
            ConversationPlay([.client(headers)], conversation).conversation.state
                == .opaque(.head(HandshakeViolation(.tooManyHeaders(limit: 2), from: .client, at: 24))))
    }

    @Test func `another major version is not followed`() {
        #expect(
            reason(after: .client("GET / HTTP/3.0\r\n\r\n"))
                == .head(HandshakeViolation(.unsupportedHTTPVersion(HTTPVersion(3, 0)), from: .client)))
    }

    @Test func `the owner may stop looking, but not undo an upgrade`() {
        var play = ConversationPlay([.client(upgradeRequest)])
        play.giveUp()
        #expect(play.conversation.state == .opaque(.givenUp))
        var upgraded = ConversationPlay([.client(upgradeRequest), .server(upgradeResponse)])
        let state = upgraded.conversation.state
        upgraded.giveUp()
        #expect(upgraded.conversation.state == state)
    }
}

/// What the owner asks for its timeouts, its 502 and the ends.
struct HTTPConversationStandingTests {
    private func standing(_ script: Sent...) -> HTTPConversation { ConversationPlay(script).conversation }

    @Test func `the client can be answered when it asks, and not into another answer`() {
        #expect(!standing().canAnswerClient)
        #expect(!standing(.client("\r\n")).canAnswerClient)
        #expect(standing(.client("GE")).canAnswerClient)
        #expect(standing(.client(upgradeRequest)).canAnswerClient)
        #expect(!standing(.client(upgradeRequest), .server("HTTP/1.1 2")).canAnswerClient)
        let body = Sent.server("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\na")
        #expect(!standing(.client(upgradeRequest), body).canAnswerClient)
        #expect(!standing(.client(upgradeRequest), body, .server("b")).canAnswerClient)
        #expect(!standing(.client(upgradeRequest), .server(upgradeResponse)).canAnswerClient)
        #expect(!standing(.client("\u{0}")).canAnswerClient)
    }

    @Test func `a head that has begun is told`() {
        #expect(!standing(.client("\r\n")).isInsideHead(from: .client))
        #expect(standing(.client("\r\nG")).isInsideHead(from: .client))
        #expect(!standing(.client("GET / HTTP/1.1\r\n\r\n")).isInsideHead(from: .client))
        #expect(standing(.server("H")).isInsideHead(from: .server))
    }

    @Test func `an end means what it cuts`() {
        let truncated = { (from: HandshakeParty, at: Int) in
            HTTPEnd.insideHead(HandshakeViolation(.truncated, from: from, at: at))
        }
        #expect(standing().end(of: .client) == .betweenMessages)
        #expect(standing(.client("\r\n")).end(of: .client) == .betweenMessages)
        #expect(standing(.client("GET")).end(of: .client) == truncated(.client, 3))
        let get = Sent.client("GET / HTTP/1.1\r\n\r\n")
        #expect(standing(get).end(of: .client) == .betweenMessages)
        #expect(standing(get, get).end(of: .server) == .unanswered(2))
        #expect(standing(get, .server("HTTP")).end(of: .server) == truncated(.server, 4))
        #expect(standing(get, .server("HTTP/1.1 200 \r\n\r\nabc")).end(of: .server) == .endsBody)
        let half = Sent.server("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\na")
        #expect(standing(get, half).end(of: .server) == .insideBody)
        #expect(standing(get, half, .server("b")).end(of: .server) == .betweenMessages)
        #expect(standing(.client(upgradeRequest)).end(of: .client) == .undecided)
        #expect(standing(.client(upgradeRequest)).end(of: .server) == .unanswered(1))
        #expect(standing(.client("\u{0}")).end(of: .server) == .behindHTTP)
    }
}
