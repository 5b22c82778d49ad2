internal import Faults
internal import WebSocketWire

/// Requests in other words than the usual ones: legal, which must be accepted, and illegal, which must not. And answers to
/// a request that no client may take for a 101.
struct LiveHeads {
    private let target: String
    private let host: String
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    init(_ url: WebSocketURL) {
        target = url.target
        host = url.hostHeader
    }

    /// One of them.
    func request(_ random: inout RandomStream) -> [UInt8] {
        var lines = [
            "Host: \(host)", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: \(Self.key)",
            "Sec-WebSocket-Version: 13",
        ]
        var first = "GET \(target) HTTP/1.1"
        if random.chance(0.6) {
            reword(&lines, &random)
        } else {
            spoil(&first, &lines, &random)
        }
        return Array((([first] + lines).joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// None of them hangs on the request's key, so that a file can hold it.
    static func answer(_ random: inout RandomStream) -> [UInt8] {
        let upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        let heads = [
            "HTTP/1.1 101 Switching Protocols\r\n\(upgrade)Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\(upgrade)",
            "HTTP/1.1 200 OK\r\n\(upgrade)Content-Length: 0\r\n",
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n",
        ]
        return Array((random.pick(heads) + "\r\n").utf8)
    }

    /// Names without regard to case, any order, lists, more headers: all of it HTTP (RFC 9110 §5).
    private func reword(_ lines: inout [String], _ random: inout RandomStream) {
        switch random.below(6) {
        case 0: lines = lines.map { $0.lowercasedName }
        case 1: lines.swapAt(1, random.within(2...4))
        case 2: lines[2] = "Connection: keep-alive, Upgrade"
        case 3: lines[1] = "Upgrade: WebSocket"
        case 4: lines.append("X-Padding: \(String(repeating: "x", count: random.pick([1, 500, 2000])))")
        default: lines[4] = "Sec-WebSocket-Version:   13  "
        }
    }

    /// What RFC 6455 §4.2.1 tells a server to refuse.
    private func spoil(_ first: inout String, _ lines: inout [String], _ random: inout RandomStream) {
        switch random.below(6) {
        case 0: lines.remove(at: 3)
        case 1: lines[3] = "Sec-WebSocket-Key: "
        case 2: lines[4] = "Sec-WebSocket-Version: \(random.pick(["12", "14", "255"]))"
        case 3: lines.remove(at: 4)
        case 4: lines.remove(at: 1)
        default: lines.remove(at: 2)
        }
    }
}

extension String {
    fileprivate var lowercasedName: String {
        guard let colon = firstIndex(of: ":") else { return self }
        return self[..<colon].lowercased() + self[colon...]
    }
}
