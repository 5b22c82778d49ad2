import Faults
import Observer
import WebSocketWire

@testable import Relay

/// A conversation made of known parts: what is sent, and what each byte of it is.
///
/// Nothing here reads HTTP: what is expected is known because it was written so.
struct RandomConversation {
    private(set) var script: [Sent] = []
    private(set) var runs: [Leg: [Run]] = [.client: [], .server: []]
    private(set) var decided: [[Run]] = []
    private(set) var ending = Ending.open

    enum Ending: CaseIterable {
        case open, upgraded, otherProtocol, tunnel, garbage, untilEnd, unasked
    }

    private var random: RandomStream

    init(seed: UInt64) {
        random = RandomStream(seed: seed)
        for _ in 0..<random.below(4) {
            if random.once(in: 3) { refuseUpgrade() } else { exchange() }
        }
        ending = random.pick(Ending.allCases)
        finish()
    }

    /// The same bytes of each leg in the same order, in other pieces.
    func cut(using random: inout RandomStream) -> [Sent] {
        var pieces: [Sent] = []
        for sent in script {
            var start = 0
            while start < sent.bytes.count {
                let end = min(sent.bytes.count, start + 1 + random.below(random.pick([1, 4, 100])))
                pieces.append(Sent(leg: sent.leg, bytes: Array(sent.bytes[start..<end])))
                start = end
            }
            if random.once(in: 4) { pieces.append(Sent(leg: sent.leg, bytes: [])) }
        }
        return pieces
    }

    func cutIntoBytes() -> [Sent] {
        script.flatMap { sent in sent.bytes.map { Sent(leg: sent.leg, bytes: [$0]) } }
    }
}

// MARK: - Exchanges

extension RandomConversation {
    /// Some requests at once, then their answers.
    private mutating func exchange() {
        let methods = (0...random.below(3)).map { _ in random.pick(["GET", "POST", "HEAD", "PUT"]) }
        for method in methods {
            if random.once(in: 8) { emptyLine() }
            ask(method)
        }
        for method in methods { reply(to: method) }
    }

    /// A "no" to an upgrade, with a request or a part of one behind it that did not wait.
    private mutating func refuseUpgrade() {
        send(.client, .request(upgrade), upgrade.bytes)
        let early = request("GET")
        let whole = early.bytes
        let count = random.once(in: 2) ? random.below(whole.count + 1) : 0
        if count > 0 { send(.client, .undecided, Array(whole[..<count])) }
        reply(to: "GET", status: random.pick([200, 301, 401, 403, 404, 500]))
        guard count > 0 else { return }
        if count == whole.count {
            decided.append([Run(.request(early), count)])
        } else {
            decided.append([Run(.partOfHead, count)])
            send(.client, .request(early), Array(whole[count...]))
        }
        reply(to: "GET")
    }

    private mutating func finish() {
        switch ending {
        case .open: break
        case .upgraded: finishByUpgrade()
        case .otherProtocol:
            var head = upgrade
            head.headers.set("Upgrade", "h2c")
            send(.client, .request(head), head.bytes)
            let early = earlyBytes()
            answer(101, ["Upgrade": "h2c", "Connection": "Upgrade"])
            finish(.opaque, early)
        case .tunnel:
            let head = RequestHead(method: "CONNECT", target: "a.example:443", headers: ["Host": "a.example"])
            send(.client, .request(head), head.bytes)
            let early = earlyBytes()
            answer(200, ["Content-Length": "5"])
            finish(.opaque, early)
        case .garbage:
            let beginning = random.pick(["", "G", "GET / HTTP/1.1\r\nHost: a\r\nX"])
            send(.client, .opaque, Array(beginning.utf8) + [0] + random.bytes(random.below(30)))
            send(.server, .opaque, random.bytes(1 + random.below(30)))
        case .untilEnd:
            ask("GET")
            answer(200, random.once(in: 2) ? [:] : ["Transfer-Encoding": "gzip"])
            send(.server, .body, random.bytes(1 + random.below(200)))
        case .unasked:
            answer(408, ["Connection": "close"])
            send(.server, .opaque, random.bytes(1 + random.below(20)))
            send(.client, .opaque, random.bytes(1 + random.below(20)))
        }
    }

    private mutating func finishByUpgrade() {
        send(.client, .request(upgrade), upgrade.bytes)
        let early = earlyBytes()
        if random.once(in: 3) { answer(103, ["Link": "</a>"]) }
        answer(
            101,
            [
                "Upgrade": "WebSocket", "Connection": "upgrade",
                "Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            ])
        finish(.frames, early)
    }

    private mutating func finish(_ meaning: Meaning, _ early: Int) {
        if early > 0 { decided.append([Run(meaning, early)]) }
        send(.server, meaning, random.bytes(1 + random.below(50)))
        send(.client, meaning, random.bytes(1 + random.below(50)))
    }

    private mutating func earlyBytes() -> Int {
        let count = random.once(in: 2) ? 1 + random.below(40) : 0
        if count > 0 { send(.client, .undecided, random.bytes(count)) }
        return count
    }
}

// MARK: - Messages

extension RandomConversation {
    private var upgrade: RequestHead {
        RequestHead(
            target: "/chat",
            headers: [
                "Host": "server.example.com", "Connection": "keep-alive, Upgrade", "Upgrade": "websocket",
                "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            ])
    }

    private mutating func request(_ method: String) -> RequestHead {
        RequestHead(
            method: method, target: "/\(random.below(1000))?q",
            version: HTTPVersion(1, random.once(in: 9) ? 0 : 1),
            headers: [
                "Host": "a.example",
                "X-\(random.below(100))": String(repeating: "x", count: random.below(60)),
            ])
    }

    private mutating func ask(_ method: String) {
        var head = request(method)
        let (headers, body) = method == "GET" || method == "HEAD" ? ([:], []) : randomBody(head.version)
        head.headers.append(contentsOf: headers)
        send(.client, .request(head), head.bytes)
        send(.client, .body, body)
    }

    private mutating func reply(to method: String, status: Int? = nil) {
        if random.once(in: 5) { answer(random.pick([100, 103]), ["X": "y"]) }
        let status = status ?? random.pick([200, 204, 304, 404])
        var (headers, body) = randomBody(.http11)
        if method == "HEAD" || status == 204 || status == 304 { body = [] }
        if headers.isEmpty { headers = ["Content-Length": "0"] }
        answer(status, headers)
        send(.server, .body, body)
    }

    /// None, counted, or chunked.
    private mutating func randomBody(_ version: HTTPVersion) -> (HTTPHeaders, [UInt8]) {
        switch random.below(3) {
        case 0: return ([:], [])
        case 1 where version >= .http11:
            return (["transfer-encoding": random.pick(["chunked", "gzip, Chunked"])], chunkedBody())
        default:
            let body = random.bytes(random.below(100))
            return (["Content-Length": String(body.count)], body)
        }
    }

    private mutating func chunkedBody() -> [UInt8] {
        var body: [UInt8] = []
        for _ in 0..<random.below(4) {
            let data = random.bytes(1 + random.below(40))
            let size = String(data.count, radix: 16, uppercase: random.once(in: 2))
            body += Array(
                (random.pick(["", "00"]) + size + random.pick(["", ";a=\"b\"", "  "]) + "\r\n").utf8)
            body += data + Array("\r\n".utf8)
        }
        return body + Array("0\r\n\(random.pick(["", "X: y\r\n", "X: y\r\nZ:\r\n"]))\r\n".utf8)
    }

    private mutating func answer(_ status: Int, _ headers: HTTPHeaders) {
        let head = ResponseHead(status: status, reason: random.pick(["", "Because it is"]), headers: headers)
        send(.server, .response(head), head.bytes)
    }

    /// Some clients put an empty line behind a body; it belongs to the next head.
    private mutating func emptyLine() {
        send(.client, .partOfHead, [0x0D, 0x0A])
    }

    private mutating func send(_ leg: Leg, _ meaning: Meaning, _ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        var runs = self.runs[leg] ?? []
        note(meaning, bytes.count, in: &runs)
        self.runs[leg] = runs
        if let last = script.last, last.leg == leg {
            script[script.count - 1] = Sent(leg: leg, bytes: last.bytes + bytes)
        } else {
            script.append(Sent(leg: leg, bytes: bytes))
        }
    }

    private func note(_ meaning: Meaning, _ count: Int, in runs: inout [Run]) {
        if let last = runs.last, last.meaning == .partOfHead {
            runs[runs.count - 1] = Run(meaning, last.count + count)
        } else {
            runs.append(Run(meaning, count))
        }
    }
}
