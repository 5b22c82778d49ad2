import Testing
import WebSocketWire

struct WebSocketURLTests {
    @Test func `the parts of a URL`() throws {
        let url = try WebSocketURL("wss://Me:secret@Example.COM:8443/a/b?c=d&e")
        #expect(url.isSecure)
        #expect(url.userinfo == "Me:secret")
        #expect(url.host == "example.com")
        #expect(url.port == 8443)
        #expect(url.target == "/a/b?c=d&e")
        #expect(url.hostHeader == "example.com:8443")
        #expect(url.description == "wss://Me:secret@example.com:8443/a/b?c=d&e")
    }

    @Test func `default ports are dropped, others stay`() throws {
        #expect(try WebSocketURL("ws://a:80").hostHeader == "a")
        #expect(try WebSocketURL("wss://a:443").hostHeader == "a")
        #expect(try WebSocketURL("ws://a:443").hostHeader == "a:443")
        #expect(try WebSocketURL("ws://a").port == 80)
        #expect(try WebSocketURL("wss://a:").port == 443)
        #expect(try WebSocketURL("ws://a:00081").port == 81)
    }

    /// Node 20's `URL` writes the same for each, but for `^` in a path, which WHATWG URL has escaped since.
    @Test(arguments: [
        ("ws://a", "ws://a/"),
        ("WS://A/", "ws://a/"),
        ("http://a/x", "ws://a/x"),
        ("https://a/x", "wss://a/x"),
        ("  ws://a/ \n", "ws://a/"),
        ("ws://a/b\tc\nd", "ws://a/bcd"),
        ("ws:a", "ws://a/"),
        ("ws:\\\\a\\b?c\\d", "ws://a/b?c\\d"),
        ("ws://a?b", "ws://a/?b"),
        ("ws://a/?", "ws://a/?"),
        ("ws://a/b c\"<>`{}^|", "ws://a/b%20c%22%3C%3E%60%7B%7D%5E|"),
        ("ws://a/é?é '\"<>`{}^|", "ws://a/%C3%A9?%C3%A9%20%27%22%3C%3E`{}^|"),
        ("ws://a/%41%zz%", "ws://a/%41%zz%"),
        ("ws://a/./b/../c", "ws://a/c"),
        ("ws://a/b/..", "ws://a/"),
        ("ws://a/b/.", "ws://a/b/"),
        ("ws://a/b/%2e%2E/c", "ws://a/c"),
        ("ws://a/../../b", "ws://a/b"),
        ("ws://a//b//", "ws://a//b//"),
        ("ws://u@a/", "ws://u@a/"),
        ("ws://@a/", "ws://a/"),
        ("ws://u@v:p@a/", "ws://u%40v:p@a/"),
        ("ws://%41b/", "ws://ab/"),
        ("ws://127.0.0.1:9001/", "ws://127.0.0.1:9001/"),
        ("ws://127.1/", "ws://127.0.0.1/"),
        ("ws://0x7f.1/", "ws://127.0.0.1/"),
        ("ws://017700000001/", "ws://127.0.0.1/"),
        ("ws://4294967295/", "ws://255.255.255.255/"),
        ("ws://1.2.3.4./", "ws://1.2.3.4/"),
        ("ws://[::1]:81/", "ws://[::1]:81/"),
        ("ws://[2001:DB8:0:0:0:0:0:1]/", "ws://[2001:db8::1]/"),
        ("ws://[1:0:0:2:0:0:0:3]/", "ws://[1:0:0:2::3]/"),
        ("ws://[1:0:2:3:4:5:6:7]/", "ws://[1:0:2:3:4:5:6:7]/"),
        ("ws://[::ffff:1.2.3.4]/", "ws://[::ffff:102:304]/"),
        ("ws://[::]/", "ws://[::]/"),
        ("ws://[1::]/", "ws://[1::]/"),
        ("ws://a_b.c-d~/", "ws://a_b.c-d~/"),
    ])
    func `written as the web writes it`(_ text: String, _ expected: String) throws {
        let url = try WebSocketURL(text)
        #expect(url.description == expected)
        #expect(try WebSocketURL(expected) == url)
    }

    @Test func `a host that the web takes and HTTP does not is refused by the request`() throws {
        let url = try WebSocketURL("ws://a\"b/")
        #expect(url.host == "a\"b")
        #expect(throws: HandshakeViolation(.invalidHost("a\"b"), from: .client)) {
            try HandshakeRequest(
                target: url.target, host: url.hostHeader, key: SecWebSocketKey(nonce: Array(0..<16)))
        }
    }

    @Test func `brackets are not part of what to connect to`() throws {
        #expect(try WebSocketURL("ws://[::1]:9/").connectHost == "::1")
        #expect(try WebSocketURL("ws://[::1]:9/").hostHeader == "[::1]:9")
        #expect(try WebSocketURL("ws://a/").connectHost == "a")
    }

    @Test(arguments: [
        ("", WebSocketURLError.Reason.noScheme),
        ("/chat", .noScheme),
        ("example.com", .noScheme),
        ("://a", .noScheme),
        ("1ws://a", .noScheme),
        ("localhost:80", .unknownScheme("localhost")),
        ("ftp://a", .unknownScheme("ftp")),
        ("ws://a/#b", .fragment),
        ("ws://a/#", .fragment),
        ("ws://", .noHost),
        ("ws:///", .noHost),
        ("ws://?a", .noHost),
        ("ws://:80/", .noHost),
        ("ws://u@/", .noHost),
        ("ws://a b/", .forbiddenInHost(0x20)),
        ("ws://a<b/", .forbiddenInHost(0x3C)),
        ("ws://a%zz/", .forbiddenInHost(0x25)),
        ("ws://a%00/", .forbiddenInHost(0)),
        ("ws://a%2Fb/", .forbiddenInHost(0x2F)),
        ("ws://a]/", .forbiddenInHost(0x5D)),
        ("ws://é.example/", .nonASCIIHost("é.example")),
        ("ws://%C3%A9/", .nonASCIIHost("é")),
        ("ws://1.2.3.4.5/", .invalidIPv4("1.2.3.4.5")),
        ("ws://1.2.3.256/", .invalidIPv4("1.2.3.256")),
        ("ws://256.2.3.4/", .invalidIPv4("256.2.3.4")),
        ("ws://4294967296/", .invalidIPv4("4294967296")),
        ("ws://99999999999999999999999/", .invalidIPv4("99999999999999999999999")),
        ("ws://a.1/", .invalidIPv4("a.1")),
        ("ws://1..2/", .invalidIPv4("1..2")),
        ("ws://[::1/", .invalidIPv6("[::1")),
        ("ws://[]/", .invalidIPv6("[]")),
        ("ws://[1:2:3:4:5:6:7]/", .invalidIPv6("[1:2:3:4:5:6:7]")),
        ("ws://[1:2:3:4:5:6:7:8:9]/", .invalidIPv6("[1:2:3:4:5:6:7:8:9]")),
        ("ws://[1::2::3]/", .invalidIPv6("[1::2::3]")),
        ("ws://[:::]/", .invalidIPv6("[:::]")),
        ("ws://[1:2:3:4:5:6:7::8]/", .invalidIPv6("[1:2:3:4:5:6:7::8]")),
        ("ws://[12345::]/", .invalidIPv6("[12345::]")),
        ("ws://[::1.2.3]/", .invalidIPv6("[::1.2.3]")),
        ("ws://[::01.2.3.4]/", .invalidIPv6("[::01.2.3.4]")),
        ("ws://[fe80::1%eth0]/", .invalidIPv6("[fe80::1%eth0]")),
        ("ws://[::1]x/", .invalidIPv6("[::1]x")),
        ("ws://a:65536/", .invalidPort("65536")),
        ("ws://a:-1/", .invalidPort("-1")),
        ("ws://a:8o/", .invalidPort("8o")),
        ("ws://a:99999999999999999999/", .invalidPort("99999999999999999999")),
    ])
    func `what is wrong is said`(_ text: String, _ reason: WebSocketURLError.Reason) {
        #expect(throws: WebSocketURLError(url: text, reason: reason)) { try WebSocketURL(text) }
        #expect("\(WebSocketURLError(url: text, reason: reason))".contains("is no WebSocket URL: "))
    }
}
