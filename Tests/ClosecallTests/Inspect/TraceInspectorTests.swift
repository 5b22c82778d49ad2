import Closecall
import Observer
import Relay
import Testing
import Trace
import WebSocketWire

@Suite struct TraceInspectorTests {
    @Test func `a session is found by its handshake, counted, and judged as live`() throws {
        let told = ToldConnections()
        told.begin()
        told.upgrade(target: "/chat?room=1")
        told.says(.initiator, Handshakes.text("hello", from: .initiator))
        told.says(.responder, Handshakes.text("hello", from: .responder) + [0x89, 1, 7])
        told.says(.initiator, Handshakes.frame(.pong, [7], from: .initiator))
        told.says(.initiator, Handshakes.close(1000, "bye", from: .initiator))
        told.says(.responder, Handshakes.close(1000, "bye", from: .responder))
        told.hangUp()
        let session = try #require(told.heard.sessions.first)
        #expect(session.number == 1 && session.isWebSocket && !session.isOpen && session.gaps == [])
        #expect(session.ending.clientSide.asking?.head.target == "/chat?room=1")
        #expect(session.report.record.status == 101)
        #expect("\(session.report.client)" == "127.0.0.1:40000")
        #expect(session.report.toServer.frames == 3 && session.report.toServer.messages == 1)
        #expect(session.report.toClient.frames == 3 && session.report.toClient.messages == 1)
        #expect(session.first.number == 1 && session.last.number == 10)
        #expect(session.pingsToClient.pings == 1 && session.pingsToClient.answered == 1)
        #expect(session.pingsToClient.roundTrip?.median == .milliseconds(1))
        #expect(session.ending.cause == .closed(from: .client, code: 1000, reason: "bye"))
        #expect(session.ending.by == .client)
        for event in [session.ending.client?.event, session.ending.server?.event] {
            #expect(event?.code == 1000 && event?.reason == "bye" && event?.wasClean == true)
        }
        #expect(told.inspector.totals.webSockets == 1 && told.inspector.totals.connections == 1)
    }

    @Test func `every split of the packets tells the same`() throws {
        let fromClient =
            Array(Handshakes.request().utf8) + Handshakes.text("hello", from: .initiator)
            + Handshakes.close(1001, from: .initiator)
        let answer = Array(Handshakes.answer().utf8)
        let fromServer =
            Handshakes.frame(.ping, [1], from: .responder) + Handshakes.close(1001, from: .responder)
        let request = Handshakes.request().utf8.count
        for size in [1, 2, 3, 7, 1000] {
            let told = ToldConnections([.frames])
            func say(_ side: StreamSide, _ bytes: some Collection<UInt8>) {
                var rest = Array(bytes)[...]
                while !rest.isEmpty {
                    told.says(side, Array(rest.prefix(size)))
                    rest = rest.dropFirst(size)
                }
            }
            told.begin()
            say(.initiator, fromClient.prefix(request))
            say(.responder, answer)
            say(.initiator, fromClient.dropFirst(request))
            say(.responder, fromServer)
            told.hangUp()
            let session = try #require(told.heard.sessions.first)
            #expect(session.ending.cause == .closed(from: .client, code: 1001, reason: ""), "\(size)")
            #expect(told.heard.frames.map(\.header.opcode) == [.text, .close, .ping, .close], "\(size)")
            #expect(
                told.heard.frames.map(\.payload) == [Array("hello".utf8), [3, 233], [1], [3, 233]], "\(size)")
        }
    }

    @Test func `frames that come before the answer are the client's first`() throws {
        let told = ToldConnections([.frames])
        told.begin()
        told.says(.initiator, Array(Handshakes.request().utf8) + Handshakes.text("early", from: .initiator))
        told.says(.responder, Array(Handshakes.answer().utf8) + Handshakes.text("hi", from: .responder))
        told.hangUp()
        #expect(told.heard.frames.map { String(decoding: $0.payload, as: UTF8.self) } == ["early", "hi"])
        let session = try #require(told.heard.sessions.first)
        #expect(session.report.toServer.frames == 1 && session.report.toClient.frames == 1)
    }

    @Test func `what no side ended is open when the trace ends`() throws {
        let told = ToldConnections()
        told.begin()
        told.upgrade()
        told.over(0, .traceEnded)
        let session = try #require(told.heard.sessions.first)
        #expect(session.isOpen && session.ended.cause == "open" && !session.ended.isAbnormal)
    }

    @Test func `a reset is one, and who reset has done it`() throws {
        let told = ToldConnections()
        told.begin()
        told.upgrade()
        told.ends(.responder, .reset)
        told.over()
        let session = try #require(told.heard.sessions.first)
        #expect(session.ending.cause == .dropped(from: .server, .rst, .betweenFrames))
        #expect(session.ending.by == .server && session.ending.client?.event?.code == 1006)
    }

    @Test func `plain HTTP is no session, and what is encrypted is told of with its name`() {
        let told = ToldConnections()
        told.begin()
        told.says(.initiator, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        told.says(.responder, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        told.hangUp()
        told.begin(1)
        told.says(.initiator, SampleHello.bytes, 1)
        told.says(.responder, [0x16, 3, 3, 0, 1, 2], 1)
        told.hangUp(.responder, 1)
        told.begin(2)
        told.says(.responder, "220 ready\r\n", 2)
        told.hangUp(.responder, 2)
        #expect(told.heard.sessions.isEmpty)
        #expect(told.heard.unread.map(\.reason) == [.encrypted(serverName: "example.com")])
        #expect(told.heard.unread.map(\.bytesToServer) == [UInt64(SampleHello.bytes.count)])
        #expect(told.heard.unread.map(\.bytesToClient) == [6])
        #expect(told.inspector.totals.connections == 3 && told.inspector.totals.encrypted == 1)
    }

    @Test func `a refused handshake is a session that was none`() throws {
        let told = ToldConnections()
        told.begin()
        told.says(.initiator, Handshakes.request())
        told.says(.responder, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        told.hangUp()
        let session = try #require(told.heard.sessions.first)
        #expect(session.ending.cause == .handshakeRefused(status: 403) && !session.isWebSocket)
        #expect(session.report.record.status == 403)
    }

    @Test func `a session may begin behind other requests of its connection`() throws {
        let told = ToldConnections()
        told.begin()
        told.says(.initiator, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        told.says(.responder, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        told.upgrade()
        told.hangUp()
        #expect(told.heard.sessions.first?.isWebSocket == true)
    }

    @Test func `what the trace begins in the middle of is said and not guessed`() {
        let told = ToldConnections()
        told.begin(isComplete: false)
        told.says(.initiator, Handshakes.text("hello", from: .initiator))
        told.over(0, .traceEnded)
        #expect(told.heard.sessions.isEmpty && told.heard.unread.map(\.reason) == [.beginsBefore])
    }

    @Test func `who asked is the client, whoever was taken for it`() throws {
        let told = ToldConnections()
        told.begin(isComplete: false)
        told.says(.responder, Handshakes.request())
        told.says(.initiator, Handshakes.answer())
        told.says(.initiator, Handshakes.close(1000, from: .responder))
        told.over(0, .traceEnded)
        let session = try #require(told.heard.sessions.first)
        #expect("\(session.report.client)" == "127.0.0.1:9000" && session.gaps == [.beginning])
        #expect(session.report.record.closes.map(\.direction) == [.toClient])
    }

    @Test func `the client's own words say what it is, unless somebody knows better`() throws {
        for profile in [EndpointProfile.Name.chromium, nil] {
            var options = InspectionOptions()
            options.clientProfile = profile
            let told = ToldConnections([], options)
            told.begin()
            told.says(
                .initiator,
                Handshakes.request().replacingHost(
                    with: "Host: a\r\nUser-Agent: Python/3.11 websockets/15.0"))
            told.says(.responder, Handshakes.answer())
            told.hangUp()
            let session = try #require(told.heard.sessions.first)
            #expect(session.ending.client?.profile == profile ?? .pythonWebSockets)
        }
    }

    @Test func `messages are put together and inflated`() throws {
        let told = ToldConnections([.messages])
        told.begin()
        told.upgrade(extensions: "permessage-deflate")
        var deflater = Deflater()
        for text in ["hello hello hello", "hello hello hello"] {
            var payload: [UInt8] = []
            let bytes = Array(text.utf8)
            try deflater.deflate(bytes.span, into: &payload)
            let half = payload.count / 2
            told.says(
                .responder,
                Handshakes.frame(
                    .text, Array(payload[..<half]), from: .responder, isFinal: false, isCompressed: true)
                    + Handshakes.frame(.ping, [1], from: .responder)
                    + Handshakes.frame(.continuation, Array(payload[half...]), from: .responder))
        }
        told.hangUp()
        #expect(
            told.heard.messages.map { String(decoding: $0.payload, as: UTF8.self) }
                == ["hello hello hello", "hello hello hello"])
        #expect(told.heard.messages.allSatisfy { $0.isCompressed && $0.frames == 2 && $0.trouble == nil })
        #expect(told.heard.sessions.first?.extensions == "permessage-deflate")
    }

    @Test func `a payload that is longer than the limit is cut and said`() throws {
        var options = InspectionOptions()
        options.payloadLimit = 10
        let told = ToldConnections([.frames, .messages], options)
        told.begin()
        told.upgrade()
        told.says(.responder, Handshakes.text("0123456789ab", from: .responder))
        told.says(.responder, Handshakes.text("short", from: .responder))
        told.hangUp()
        #expect(told.heard.frames.map(\.isWhole) == [false, true])
        #expect(told.heard.frames[0].payload == Array("0123456789".utf8) && told.heard.frames[0].came == 12)
        #expect(told.heard.messages.map(\.trouble) == [.cut, nil])
    }

    // MARK: Gaps

    @Test func `bytes that lack within a payload cost nothing but themselves`() throws {
        let told = ToldConnections([.frames, .messages])
        told.begin()
        told.upgrade()
        let frame = Handshakes.text("caf\u{E9} and more", from: .responder)
        told.says(.responder, Array(frame.prefix(6)))
        told.misses(.responder, frame.count - 6)
        told.says(.responder, Handshakes.close(1000, from: .responder))
        told.says(.initiator, Handshakes.close(1000, from: .initiator))
        told.hangUp()
        let session = try #require(told.heard.sessions.first)
        #expect(session.gaps == [.bytes(.toClient, count: UInt64(frame.count - 6), losesFrames: false)])
        #expect(session.ending.cause == .closed(from: .server, code: 1000, reason: ""))
        #expect(session.report.toClient.frames == 2 && session.report.toClient.messages == 1)
        #expect(told.heard.frames.first?.payload == Array("caf\u{E9}".utf8.prefix(4)))
        #expect(told.heard.frames.first?.came == told.heard.frames.first?.header.payloadLength)
        #expect(told.heard.messages.map(\.trouble) == [.missing])
    }

    @Test func `behind a gap that may hide a header no frame is guessed`() throws {
        let told = ToldConnections([.frames])
        told.begin()
        told.upgrade()
        told.says(.responder, Handshakes.text("one", from: .responder))
        told.misses(.responder, 5)
        told.says(.responder, Handshakes.text("two", from: .responder))
        told.over(0, .traceEnded)
        let session = try #require(told.heard.sessions.first)
        #expect(session.gaps == [.bytes(.toClient, count: 5, losesFrames: true)])
        #expect(told.heard.frames.count == 1 && session.report.toClient.frames == 1)
    }

    @Test func `a handshake with a gap is no handshake`() throws {
        let told = ToldConnections()
        told.begin()
        told.says(.initiator, Handshakes.request())
        told.misses(.responder, 20)
        told.says(.responder, Handshakes.answer())
        told.over(0, .traceEnded)
        let session = try #require(told.heard.sessions.first)
        #expect(!session.isWebSocket && session.gaps.contains(.handshake(.toClient)))
    }
}

extension String {
    fileprivate func replacingHost(with lines: String) -> String {
        split(separator: "\r\n", omittingEmptySubsequences: false)
            .map { $0 == "Host: example" ? lines : String($0) }.joined(separator: "\r\n")
    }
}

/// A ClientHello for example.com.
enum SampleHello {
    static let bytes: [UInt8] = {
        let name = Array("example.com".utf8)
        let entry: [UInt8] = [0, 0, UInt8(name.count)] + name
        let list: [UInt8] = [0, UInt8(entry.count)] + entry
        let extensions: [UInt8] = [0, 10, 0, 2, 0, 29, 0, 0, 0, UInt8(list.count)] + list
        let body: [UInt8] =
            [3, 3] + [UInt8](repeating: 9, count: 32) + [0] + [0, 2, 0x13, 1] + [1, 0]
            + [0, UInt8(extensions.count)] + extensions
        return [0x16, 3, 1, 0, UInt8(body.count + 4), 1, 0, 0, UInt8(body.count)] + body
    }()
}
