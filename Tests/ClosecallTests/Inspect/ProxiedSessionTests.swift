import Closecall
import Observer
import Relay
import Testing
import Trace
import WebSocketWire

@Suite struct ProxiedSessionTests {
    private let firing = TraceFiring(
        rule: "rewrites", faults: ["replace"], direction: .toServer, occasion: .message(1))

    @Test func `two connections that belong together are one session with two sights`() throws {
        let told = ToldConnections([.frames, .handshakes, .firings])
        told.beginProxied(12)
        told.upgradeProxied()
        told.says(.initiator, Handshakes.text("hello", from: .initiator), 0)
        told.says(
            .initiator, Handshakes.text("HELLO", from: .initiator), 1, ["\(TraceNote.fired(firing))"])
        told.hangUp(.responder, 1)
        told.hangUp(.initiator, 0)
        let session = try #require(told.heard.sessions.first)
        #expect(told.heard.sessions.count == 1 && session.streams == [StreamID(0), StreamID(1)])
        #expect("\(session.report.client)" == "127.0.0.1:40000")
        #expect("\(try #require(session.report.server))" == "127.0.0.1:9000")
        #expect(told.heard.frames.map(\.sight) == [.sent, .got])
        #expect(
            told.heard.frames.map { String(decoding: $0.payload, as: UTF8.self) } == ["hello", "HELLO"])
        #expect(told.heard.heads.map(\.sight) == [.sent, .got, .sent, .got])
        #expect(session.firings.map(\.firing) == [firing] && session.report.record.firings == 1)
        #expect(session.report.toServer.frames == 1 && session.report.toClient.frames == 0)
        #expect(told.heard.beginnings.map(\.journalled) == [12])
    }

    @Test func `what left together with an end was before it`() throws {
        let told = ToldConnections()
        told.beginProxied()
        told.says(.initiator, Handshakes.request(), 0)
        told.says(.initiator, Handshakes.request(), 1)
        let no = "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n"
        told.says(.responder, no, 1)
        told.ends(.responder, .finished, 1)
        told.clock -= 1
        told.says(.responder, no, 0)
        told.ends(.responder, .finished, 0)
        told.ends(.initiator, .finished, 0)
        told.ends(.initiator, .finished, 1)
        told.over(0)
        told.over(1)
        let session = try #require(told.heard.sessions.first)
        #expect(session.ending.cause == .handshakeRefused(status: 426) && session.ending.by == .server)
    }

    @Test func `an end that no peer made is the last rule's doing`() throws {
        let told = ToldConnections()
        told.beginProxied()
        told.upgradeProxied()
        told.says(.responder, Handshakes.text("x", from: .responder), 1)
        let note = TraceNote.fired(
            TraceFiring(rule: "kills", faults: ["reset"], direction: .toClient, occasion: .message(1)))
        told.inspector.ended(.responder, .reset, of: StreamID(0), told.head(["\(note)"]))
        told.ends(.initiator, .reset, 1)
        told.over(0)
        told.over(1)
        let session = try #require(told.heard.sessions.first)
        #expect(session.ending.cause == .killed(leg: .client))
        #expect(session.ending.by == .fault(rule: "kills") && session.ended.rule == "kills")
    }

    @Test func `what only the proxy knows is what it said`() throws {
        for (line, cause) in [("idle-timeout", Cause.idleTimeout), ("shut-down", .shutDown)] {
            let told = ToldConnections()
            told.beginProxied()
            told.upgradeProxied()
            told.ends(.responder, .finished, 0)
            told.ends(.initiator, .finished, 1)
            let note = TraceNote.ended(
                session: 5, "client 1006 not clean; server 1006 not clean; \(line) by proxy; So it was.")
            told.inspector.noted(["\(note)"], from: .responder, of: StreamID(0), told.head(["\(note)"]))
            told.over(0, .traceEnded)
            told.over(1, .traceEnded)
            let session = try #require(told.heard.sessions.first)
            #expect(session.ending.cause == cause && session.ending.by == .proxy)
            #expect(session.recorded?.session == 5 && !session.isOpen)
        }
    }

    @Test func `a leg may be over before the proxy says how the session ended`() throws {
        let told = ToldConnections()
        told.beginProxied()
        told.upgradeProxied()
        told.hangUp(.initiator, 0)
        told.ends(.initiator, .finished, 1)
        let note = "\(TraceNote.ended(session: 5, "client 1006 not clean; so it was"))"
        told.inspector.noted([note], from: .responder, of: StreamID(0), told.head([note]))
        #expect(told.heard.sessions.isEmpty)
        told.ends(.responder, .finished, 1)
        told.over(1)
        #expect(told.heard.sessions.map(\.recorded?.line) == ["client 1006 not clean; so it was"])
    }

    @Test func `a proxy that found no server answers itself`() throws {
        let told = ToldConnections()
        told.begin(0, ["\(TraceNote.leg(session: 5, .client))"])
        told.says(.initiator, Handshakes.request(), 0)
        let answer = BadGateway.unreachable(server: "ws://up:1", reason: "connect [::1]:1: refused")
        told.says(.responder, answer.refusal.bytes, 0)
        told.ends(.responder, .finished, 0)
        told.ends(.initiator, .finished, 0)
        told.over()
        let session = try #require(told.heard.sessions.first)
        #expect(session.ending.cause == .unreachable("connect [::1]:1: refused"))
        #expect(session.ending.by == .network && session.report.server == nil)
        #expect(session.report.record.answeredStatus == 502 && session.report.toClient.bytes == 0)
    }

    @Test func `one leg alone is a session of its own`() throws {
        let told = ToldConnections()
        told.begin(0, ["\(TraceNote.leg(session: 5, .client))"])
        told.upgrade(0)
        told.says(.initiator, Handshakes.close(1000, from: .initiator), 0)
        told.says(.responder, Handshakes.close(1000, from: .responder), 0)
        told.hangUp()
        let session = try #require(told.heard.sessions.first)
        #expect(session.ending.cause == .closed(from: .client, code: 1000, reason: ""))
        #expect(told.heard.beginnings.first?.journalled == 5)
    }

    @Test func `an encrypted session is what its proxy said`() {
        let told = ToldConnections()
        told.beginProxied()
        told.says(.initiator, SampleHello.bytes, 0)
        told.says(.initiator, SampleHello.bytes, 1)
        let note = TraceNote.ended(session: 5, "client 1000 clean; server 1000 clean; x by client; y")
        told.inspector.noted(["\(note)"], from: .responder, of: StreamID(0), told.head(["\(note)"]))
        told.over(0)
        told.over(1)
        #expect(told.heard.sessions.isEmpty && told.heard.unread.map(\.stream.number) == [0, 1])
        #expect(told.heard.unread.map(\.journalled?.leg) == [.client, .server])
        #expect(told.heard.unread.first?.recorded?.line.hasPrefix("client 1000 clean") == true)
    }

    @Test func `two runs with sessions of one number are two sessions`() {
        let told = ToldConnections()
        for run in 0..<2 {
            told.begin(run * 2, ["\(TraceNote.leg(session: 1, .client))"])
            told.begin(run * 2 + 1, ["\(TraceNote.leg(session: 1, .server))"])
            told.says(.initiator, Handshakes.request("/\(run)"), run * 2)
        }
        for stream in 0..<4 { told.over(stream, .traceEnded) }
        #expect(
            told.heard.sessions.map(\.streams) == [[StreamID(0), StreamID(1)], [StreamID(2), StreamID(3)]])
    }
}
