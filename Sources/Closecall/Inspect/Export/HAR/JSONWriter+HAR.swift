internal import Observer
internal import Trace
internal import WebSocketWire

// The names and the order are those of "HTTP Archive 1.2", §4 of its specification; what is not known is -1 there.

extension JSONWriter {
    mutating func har(_ request: RequestHead, isSecure: Bool, host: String, size: Int, _ cover: HARCover) {
        let target = cover.target(request.target)
        field("method", request.method)
        field("url", Self.url(target, isSecure: isSecure, host: request.headers["Host"] ?? host))
        field("httpVersion", "\(request.version)")
        array("cookies") { json in
            for line in request.headers.values(of: "Cookie") {
                for pair in line.split(separator: ";") { json.object { $0.cookie(pair, cover) } }
            }
        }
        headers(request.headers, cover)
        array("queryString") { json in
            guard let mark = target.firstIndex(of: "?") else { return }
            for pair in target[target.index(after: mark)...].split(separator: "&") {
                json.object { $0.pair(pair) }
            }
        }
        field("headersSize", size)
        field("bodySize", 0)
    }

    mutating func har(_ response: ResponseHead?, size: Int, _ cover: HARCover) {
        field("status", response?.status ?? 0)
        field("statusText", response?.reason ?? "")
        field("httpVersion", response.map { "\($0.version)" } ?? "")
        array("cookies") { json in
            for line in response?.headers.values(of: "Set-Cookie") ?? [] {
                let pair = line.prefix { $0 != ";" }
                json.object { $0.cookie(pair, cover) }
            }
        }
        headers(response?.headers ?? [:], cover)
        object("content") { json in
            json.field("size", response?.contentLength ?? 0)
            json.field("mimeType", response?.headers["Content-Type"] ?? "x-unknown")
        }
        let location = response?.headers["Location"] ?? ""
        field("redirectURL", location.isEmpty ? location : cover.secret(location))
        field("headersSize", response == nil ? -1 : size)
        // No answer to a request for a WebSocket has a body that a trace's reader would keep.
        field("bodySize", response?.status == 101 ? 0 : response?.contentLength ?? -1)
    }

    private mutating func headers(_ headers: HTTPHeaders, _ cover: HARCover) {
        array("headers") { json in
            for header in headers {
                json.object { json in
                    json.field("name", header.name)
                    json.field("value", cover.value(header))
                }
            }
        }
    }

    private mutating func cookie(_ pair: Substring, _ cover: HARCover) {
        let (name, value) = Self.halves(pair)
        field("name", name)
        field("value", cover.secret(value))
    }

    private mutating func pair(_ pair: Substring) {
        let (name, value) = Self.halves(pair)
        field("name", name)
        field("value", value)
    }

    private static func halves(_ pair: Substring) -> (String, String) {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].drop { $0 == " " }
        return (String(name), parts.count > 1 ? String(parts[1]) : "")
    }

    private static func url(_ target: String, isSecure: Bool, host: String) -> String {
        let scheme = isSecure ? "wss://" : "ws://"
        if target.hasPrefix("/") { return scheme + host + target }
        // A client that believes that it speaks to a proxy sends all of a URL (RFC 9112 §3.2.2).
        let parts = target.split(separator: "://", maxSplits: 1)
        return scheme + (parts.count == 2 ? String(parts[1]) : host + "/" + target)
    }
}

extension JSONWriter {
    /// A message, as Chromium's developer tools write it.
    mutating func har(_ message: InspectedMessage, _ cover: HARCover) {
        field("type", message.direction == .toServer ? "send" : "receive")
        field("time", Double(message.ended.time.nanoseconds / 1000) / 1e6)
        field("opcode", message.opcode.rawValue)
        if cover.isRedacted {
            field("data", Ending.cover)
            field("_length", message.payload.count)
        } else if message.opcode == .text {
            field("data", String(decoding: message.payload, as: UTF8.self))
        } else {
            field("data", Base64.encode(message.payload))
        }
        if let trouble = message.trouble { field("_trouble", trouble.word) }
    }

    /// How a session ended, which no other tool's archive says.
    mutating func harEnding(_ session: InspectedSession, _ cover: HARCover) {
        let ending = cover.ending(session.ending)
        field("session", session.number)
        field("open", session.isOpen)
        verdict("client", ending.client)
        verdict("server", ending.server)
        field("cause", session.isOpen ? nil : ending.cause.identifier)
        field("by", session.isOpen ? nil : ending.by.identifier)
        var rule: String?
        if case .fault(let name) = ending.by { rule = name }
        field("rule", rule)
        field("story", session.isOpen ? nil : ending.story(in: .english))
    }

    private mutating func verdict(_ name: String, _ verdict: Verdict?) {
        guard let verdict, let event = verdict.event else { return field(name, nil as String?) }
        object(name) { json in
            json.field("code", event.code)
            json.field("reason", event.reason)
            json.field("wasClean", event.wasClean)
            json.field("profile", verdict.profile.rawValue)
        }
    }
}

extension InspectedMessage.Trouble {
    fileprivate var word: String {
        switch self {
        case .cut: "cut"
        case .missing: "missing"
        case .deflate: "deflate"
        case .context: "context"
        }
    }
}
