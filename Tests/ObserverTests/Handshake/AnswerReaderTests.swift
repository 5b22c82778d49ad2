internal import Testing
internal import WebSocketWire

@testable internal import Observer

struct AnswerReaderTests {
    private static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    private func request(_ extra: HTTPHeaders = [:]) -> RequestHead {
        var headers: HTTPHeaders = ["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="]
        headers.append(contentsOf: extra)
        return RequestHead(method: "GET", target: "/", headers: headers)
    }

    private func head(_ lines: String...) -> [UInt8] {
        Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
    }

    private func read(_ bytes: [UInt8], to request: RequestHead? = nil, cut: Int? = nil) -> (
        Answer, taken: Int
    ) {
        var reader = AnswerReader(to: request ?? self.request())
        let clock = MarkClock(at: Moment(microseconds: 0))
        let first = Array(bytes[..<(cut ?? bytes.count)])
        let rest = Array(bytes[(cut ?? bytes.count)...])
        let taken = reader.read(first.span, clock) + reader.read(rest.span, clock)
        return (reader.judged(isTaken: false), taken)
    }

    @Test
    func `a right answer has no flaws, and what is behind it is not of it`() {
        let good = head(
            "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Accept: \(Self.accept)")
        for cut in good.indices {
            let (answer, taken) = read(good + [0x88, 0x00], cut: cut)
            #expect(answer.flaws == [])
            #expect(answer.status == 101)
            #expect(answer.complete != nil)
            #expect(taken == good.count)
        }
    }

    @Test(arguments: [
        (["HTTP/1.0 101 Switching"], [HandshakeFlaw.http10]),
        (["HTTP/1.1 101"], []),
    ])
    func `the version is looked at, a phrase is not needed`(_ start: [String], _ flaws: [HandshakeFlaw]) {
        let bytes = Array(
            (start + [
                "Upgrade: websocket", "connection:upgrade", "sec-websocket-accept:\(Self.accept)", "", "",
            ])
            .joined(separator: "\r\n").utf8)
        #expect(read(bytes).0.flaws == flaws)
    }

    @Test
    func `each header that is missing or wrong is a flaw of its own`() {
        let bytes = head(
            "HTTP/1.1 101 x", "Upgrade: h2c", "Connection: close", "Sec-WebSocket-Accept: no",
            "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Extensions: foo")
        #expect(
            read(bytes).0.flaws == [
                .otherUpgrade("h2c"), .otherConnection("close"), .wrongAccept("no"),
                .subprotocolUnasked("chat"),
                .extensionUnasked("foo"),
            ])
        #expect(read(head("HTTP/1.1 101 x", "X: y")).0.flaws == [.noUpgrade, .noConnection, .noAccept])
    }

    @Test
    func `bare line feeds end lines, and are told`() {
        let text =
            "HTTP/1.1 101 x\nUpgrade: WebSocket\nConnection: keep-alive, Upgrade\n"
            + "Sec-WebSocket-Accept: \(Self.accept)\n\n"
        #expect(read(Array(text.utf8)).0.flaws == [.bareLF, .connectionList("keep-alive, Upgrade")])
    }

    @Test
    func `an interim answer is followed by another`() {
        let bytes =
            head("HTTP/1.1 103 Early Hints", "Link: x")
            + head(
                "HTTP/1.1 101 x", "Upgrade: websocket", "Connection: Upgrade",
                "Sec-WebSocket-Accept: \(Self.accept)")
        let (answer, _) = read(bytes)
        #expect(answer.flaws == [.interim(103)])
        #expect(answer.status == 101)
    }

    @Test
    func `a refusal is a status and nothing more`() {
        #expect(read(head("HTTP/1.1 403 Forbidden", "Content-Length: 0")).0.flaws == [.status(403)])
    }

    @Test(arguments: ["\u{81}hello", "HTTQ", "SSH-2.0-x\r\n", "HTTP/2 101 x\r\n", "HTTP/1.1 1o1\r\n"])
    func `what is no HTTP is known as soon as it shows`(_ text: String) {
        let (answer, taken) = read(Array(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }))
        #expect(answer.flaws == [.notHTTP])
        #expect(answer.complete == nil)
        #expect(taken == text.unicodeScalars.count)
    }

    @Test
    func `an answer that lacks only its last line end is known for one`() {
        let text = "HTTP/1.1 101 x\r\nSec-WebSocket-Accept: \(Self.accept)\r\n"
        #expect(read(Array(text.utf8)).0.lacksLastLineEnd)
        #expect(!read(Array((text + "\r\n").utf8)).0.lacksLastLineEnd)
        #expect(!read(Array(text.utf8.dropLast(4))).0.lacksLastLineEnd)
    }

    @Test
    func `an answer of any length is read to its end`() {
        let bytes = head(
            "HTTP/1.1 101 x", "X: " + String(repeating: "a", count: 300_000), "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Accept: \(Self.accept)")
        #expect(read(bytes).0.flaws == [.long(bytes: bytes.count)])
    }

    @Test(arguments: [
        ("permessage-deflate", []),
        ("permessage-deflate, permessage-deflate", [HandshakeFlaw.deflateTwice]),
        ("permessage-deflate; foo=1", [.deflateParameter(name: "foo", problem: .unknown)]),
        (
            "permessage-deflate; server_max_window_bits=7",
            [.deflateParameter(name: "server_max_window_bits", problem: .badValue)]
        ),
        ("x-other", [.extensionUnasked("x-other")]),
    ])
    func `extensions are held against the offer`(_ value: String, _ flaws: [HandshakeFlaw]) {
        let bytes = head(
            "HTTP/1.1 101 x", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Accept: \(Self.accept)", "Sec-WebSocket-Extensions: \(value)")
        let asking = request(["Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"])
        let (answer, _) = read(bytes, to: asking)
        #expect(answer.flaws == flaws)
        #expect((answer.deflate != nil) == value.hasPrefix("permessage-deflate"))
    }

    @Test(arguments: [
        ("chat", []), ("other", [HandshakeFlaw.subprotocolOther("other")]),
        ("chat, superchat", [.subprotocolSeveral("chat, superchat")]), (nil, [.subprotocolMissing]),
    ])
    func `a subprotocol is one of those offered`(_ chosen: String?, _ flaws: [HandshakeFlaw]) {
        var lines = [
            "HTTP/1.1 101 x", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Accept: \(Self.accept)",
        ]
        if let chosen { lines.append("Sec-WebSocket-Protocol: \(chosen)") }
        let bytes = Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
        #expect(read(bytes, to: request(["Sec-WebSocket-Protocol": "chat"])).0.flaws == flaws)
    }
}
