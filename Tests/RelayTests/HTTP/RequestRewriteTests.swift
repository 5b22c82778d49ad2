import Testing
import WebSocketWire

@testable import Relay

struct RequestRewriteTests {
    private let head = RequestHead(
        target: "/chat?room=1",
        headers: HTTPHeaders([
            HTTPHeader("user-AGENT", rawValue: [0x61, 0xE9, 0xFF]), HTTPHeader("hOST", "one.example"),
            HTTPHeader("Cookie", "a=1"), HTTPHeader("X-Twice", "1"), HTTPHeader("cookie", "b=2"),
            HTTPHeader("x-twice", "2"),
        ]))

    private func lines(_ head: RequestHead) -> [String] {
        String(decoding: head.bytes.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
            .split(separator: "\r\n").map(String.init)
    }

    @Test func `a rewrite of nothing changes nothing`() throws {
        let rewrite = try RequestRewrite()
        #expect(rewrite.isEmpty)
        #expect(rewrite.rewritten(head) == head)
    }

    @Test func `the host changes in its place, and the rest stays to the byte`() throws {
        let rewritten = try RequestRewrite(host: "two.example:81").rewritten(head)
        #expect(!(try RequestRewrite(host: "two.example")).isEmpty)
        #expect(
            lines(rewritten) == [
                "GET /chat?room=1 HTTP/1.1", "user-AGENT: a??", "hOST: two.example:81", "Cookie: a=1",
                "X-Twice: 1", "cookie: b=2", "x-twice: 2",
            ])
        #expect(rewritten.headers[0].rawValue == [0x61, 0xE9, 0xFF])
    }

    @Test func `a header takes the place of the first of its name, or stands at the end`() throws {
        let rewrite = try RequestRewrite(headers: [
            HTTPHeader("X-TWICE", "3"), HTTPHeader("Origin", "null"), HTTPHeader("x-new", "a"),
            HTTPHeader("X-New", "b"),
        ])
        #expect(
            lines(rewrite.rewritten(head)) == [
                "GET /chat?room=1 HTTP/1.1", "user-AGENT: a??", "hOST: one.example", "Cookie: a=1",
                "X-TWICE: 3", "cookie: b=2", "Origin: null", "x-new: a", "X-New: b",
            ])
    }

    @Test(arguments: [
        ("/chat?room=1", "/new", "/new?room=1"), ("/chat?room=1", "/new?x", "/new?x"),
        ("/chat?room=1", "/new?", "/new?"), ("/chat", "/", "/"), ("/chat?", "/new", "/new?"),
        ("/a?b?c", "/new", "/new?b?c"), ("*", "/new", "*"), ("one.example:443", "/new", "one.example:443"),
        ("http://one.example/chat?room=1", "/new", "http://one.example/new?room=1"),
        ("http://one.example", "/new", "http://one.example/new"),
        ("http://one.example?q=/", "/new", "http://one.example/new?q=/"),
        ("/redirect?to=http://x/", "/new", "/new?to=http://x/"),
    ])
    func `the path changes, and the client's query stays unless there is a new one`(
        _ target: String, _ path: String, _ expected: String
    ) throws {
        var head = head
        head.target = target
        #expect(try RequestRewrite(path: path).rewritten(head).target == expected)
    }

    @Test func `the host of a target that names one changes too`() throws {
        var head = head
        head.target = "ws://one.example:80/chat?a://b"
        let rewritten = try RequestRewrite(host: "two.example").rewritten(head)
        #expect(rewritten.target == "ws://two.example/chat?a://b")
        #expect(rewritten.headers["Host"] == "two.example")
        let both = try RequestRewrite(host: "two.example", path: "/new?").rewritten(head)
        #expect(both.target == "ws://two.example/new?")
    }

    @Test func `a host is added where there was none`() throws {
        let old = RequestHead(target: "/", version: HTTPVersion(1, 0), headers: [:])
        #expect(try RequestRewrite(host: "h").rewritten(old).headers == ["Host": "h"])
    }

    @Test(arguments: [
        ("", RequestRewriteError.badHost("")), ("a b", .badHost("a b")),
        ("a\r\nX: y", .badHost("a\r\nX: y")), ("a/b", .badHost("a/b")),
    ])
    func `a host that is none is refused`(_ host: String, _ error: RequestRewriteError) {
        #expect(throws: error) { try RequestRewrite(host: host) }
    }

    @Test(arguments: ["", "chat", "/a b", "/a\r\nX: y", "/é", "/a#b"])
    func `a path that is none is refused`(_ path: String) {
        #expect(throws: RequestRewriteError.badPath(path)) { try RequestRewrite(path: path) }
    }

    @Test(arguments: [
        ("X: a\r\nY: b", RequestRewriteError.badHeaderValue(name: "X", 0x0D)),
        ("X: \u{7F}", .badHeaderValue(name: "X", 0x7F)), ("X Y: a", .badHeaderName("X Y")),
        (": a", .badHeaderName("")), ("nothing", .badHeaderLine("nothing")), ("host: h", .hostAmongHeaders),
        ("Content-length: 5", .bodyLength(header: "Content-Length")),
        ("transfer-encoding: chunked", .bodyLength(header: "Transfer-Encoding")),
    ])
    func `a header that would make another request is refused`(
        _ line: String, _ error: RequestRewriteError
    ) {
        #expect(throws: error) { try RequestRewrite(headers: [HTTPHeader(line: line)]) }
    }

    @Test func `a header is read from its line`() throws {
        #expect(try HTTPHeader(line: "X-A: \t b: c ") == HTTPHeader("X-A", "b: c"))
        #expect(try HTTPHeader(line: "X-A:") == HTTPHeader("X-A", ""))
    }

    @Test func `an error says what was expected and what to do`() {
        #expect(
            RequestRewriteError.badHeaderValue(name: "X", 0x0A).description
                == "the value of X may not hold the control character 0x0A; leave it out")
        #expect(
            RequestRewriteError.badPath("chat").description
                == #"expected a path such as "/chat" (escape what is not ASCII with %), found "chat""#)
    }
}
