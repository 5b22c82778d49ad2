internal import Observer
internal import Testing
internal import WebSocketWire

struct EndpointProfileRecognitionTests {
    @Test
    func `the endpoints that were measured are recognised by their requests`() {
        #expect(EndpointProfile.recognised(in: Heads.chromium) == .chromium)
        #expect(EndpointProfile.recognised(in: Heads.firefox) == .firefox)
        #expect(EndpointProfile.recognised(in: Heads.node) == .node)
        #expect(EndpointProfile.recognised(in: Heads.websockets) == .pythonWebSockets)
    }

    @Test
    func `other libraries are nobody's profile`() {
        #expect(EndpointProfile.recognised(in: Heads.aiohttp) == nil)
        #expect(EndpointProfile.recognised(in: Heads.websocketClient) == nil)
    }

    @Test(arguments: [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 OPR/140.0.0.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) app/1.0 Chrome/156.0.0.0 Electron/40.0.0 Safari/537.36",
    ])
    func `what is made of Chromium counts as Chromium`(_ agent: String) {
        #expect(EndpointProfile.recognised(in: Heads.chromium.saying("User-Agent", agent)) == .chromium)
    }

    @Test
    func `a page's cookies, credentials and subprotocols change nothing`() {
        for head in [Heads.chromium, Heads.firefox, Heads.node] {
            var head = head
            let known = EndpointProfile.recognised(in: head)
            head.headers.append("Cookie", "a=b")
            head.headers.append("Sec-WebSocket-Protocol", "chat, superchat")
            #expect(EndpointProfile.recognised(in: head) == known)
        }
    }

    @Test
    func `the order of the headers gives away who only says that it is a browser`() throws {
        let chromium = try #require(Heads.chromium.headers["User-Agent"])
        let firefox = try #require(Heads.firefox.headers["User-Agent"])
        for head in [Heads.websockets, Heads.aiohttp, Heads.websocketClient, Heads.node] {
            #expect(EndpointProfile.recognised(in: head.saying("User-Agent", chromium)) == nil)
            #expect(EndpointProfile.recognised(in: head.saying("User-Agent", firefox)) == nil)
        }
        #expect(EndpointProfile.recognised(in: Heads.websocketClient.saying("User-Agent", "node")) == nil)
    }

    @Test
    func `a library of node is not node's own WebSocket`() {
        // ws 8: no User-Agent unless the application gives one.
        let ws = Heads.head(
            """
            GET / HTTP/1.1
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
            Host: example.test
            """)
        #expect(EndpointProfile.recognised(in: ws) == nil)
        #expect(EndpointProfile.recognised(in: ws.saying("User-Agent", "node")) == nil)
    }

    @Test
    func `Safari is not taken for Chromium`() {
        let agent =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"
        #expect(EndpointProfile.recognised(in: Heads.chromium.saying("User-Agent", agent)) == nil)
    }
}

extension RequestHead {
    fileprivate func saying(_ name: String, _ value: String) -> RequestHead {
        var head = self
        if head.headers[name] == nil {
            head.headers.append(name, value)
        } else {
            head.headers.set(name, value)
        }
        return head
    }
}
