public import WebSocketWire

/// What to change in each request before it goes to the server: `--rewrite-host`, `--header`, `--upstream-path`.
///
/// A head that is changed is written anew, by `RequestHead.bytes`: order, names and values of the headers that are
/// not meant stay as they stood, but each is `Name: value` with one space. A rewrite of nothing changes nothing, so
/// ask `isEmpty` and pass the client's own bytes on.
public struct RequestRewrite: Hashable, Sendable {
    /// The new value of `Host`, and the new host of a target that names one.
    public let host: String?
    /// Headers to set: each takes the place of the client's header of that name, or stands behind the others.
    public let headers: [HTTPHeader]
    /// The new path. The client's query stays behind it, unless this has one of its own.
    public let path: String?

    /// A rewrite; what would make another request of one, or two, is refused.
    public init(
        host: String? = nil, headers: [HTTPHeader] = [], path: String? = nil
    ) throws(RequestRewriteError) {
        if let host, !isHost(host) { throw .badHost(host) }
        if let path, !isPath(path) { throw .badPath(path) }
        for header in headers { try check(header) }
        self.host = host
        self.headers = headers
        self.path = path
    }

    /// Whether nothing is to be changed.
    public var isEmpty: Bool { host == nil && headers.isEmpty && path == nil }

    /// The head with the changes in it.
    public func rewritten(_ head: RequestHead) -> RequestHead {
        var head = head
        var fields = Array(head.headers)
        if let host {
            // The client's spelling of the name stays: only the value is asked for.
            let name = fields.first { isSame($0.name, "Host") }?.name ?? "Host"
            fields.replace("Host", with: [HTTPHeader(name, host)])
        }
        for (index, header) in headers.enumerated() {
            // One name given several times is several headers, in the place of the first.
            guard !headers[..<index].contains(where: { isSame($0.name, header.name) }) else { continue }
            fields.replace(header.name, with: headers.filter { isSame($0.name, header.name) })
        }
        head.headers = HTTPHeaders(fields)
        head.target = rewrittenTarget(head.target)
        return head
    }

    /// A target is a path, or a URL whose host counts more than `Host` (RFC 9112 §3.2.2). `*` and CONNECT's
    /// `host:port` have no path and stay.
    private func rewrittenTarget(_ target: String) -> String {
        guard host != nil || path != nil, let parts = TargetParts(target) else { return target }
        let authority = parts.authority.isEmpty ? "" : host ?? parts.authority
        guard let path else { return parts.scheme + authority + parts.path + parts.query }
        return parts.scheme + authority + path + (path.utf8.contains(UInt8(ascii: "?")) ? "" : parts.query)
    }
}

/// A target in pieces, which join to the target; each may be empty.
private struct TargetParts {
    /// `http://`.
    let scheme: String
    let authority: String
    let path: String
    /// With its question mark.
    let query: String

    init?(_ target: String) {
        let bytes = Array(target.utf8)
        var start = 0
        if bytes.first != UInt8(ascii: "/") {
            // A scheme: letters, digits and some signs (RFC 3986 §3.1), all of which a token may have.
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), isToken(bytes[..<colon]),
                bytes[colon...].starts(with: "://".utf8)
            else { return nil }
            start = colon + 3
        }
        let query = bytes[start...].firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        let path = bytes[start..<query].firstIndex(of: UInt8(ascii: "/")) ?? query
        scheme = String(decoding: bytes[..<start], as: UTF8.self)
        authority = String(decoding: bytes[start..<path], as: UTF8.self)
        self.path = String(decoding: bytes[path..<query], as: UTF8.self)
        self.query = String(decoding: bytes[query...], as: UTF8.self)
    }
}

extension [HTTPHeader] {
    /// Puts `new` in the place of the first of that name, or behind the others, and takes the rest out.
    fileprivate mutating func replace(_ name: String, with new: [HTTPHeader]) {
        let place = firstIndex { isSame($0.name, name) } ?? endIndex
        removeAll { isSame($0.name, name) }
        insert(contentsOf: new, at: place)
    }
}

private func check(_ header: HTTPHeader) throws(RequestRewriteError) {
    guard isToken(header.name.utf8) else { throw .badHeaderName(header.name) }
    if isSame(header.name, "Host") { throw .hostAmongHeaders }
    for name in ["Content-Length", "Transfer-Encoding"] where isSame(header.name, name) {
        throw .bodyLength(header: name)
    }
    if let byte = header.rawValue.first(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
        throw .badHeaderValue(name: header.name, byte)
    }
}

/// As the handshake's own check has it.
private func isHost(_ host: String) -> Bool {
    let key = SecWebSocketKey(nonce: [UInt8](repeating: 0, count: 16))
    return (try? HandshakeRequest(target: "/", host: host, key: key)) != nil && !host.isEmpty
}

private func isPath(_ path: String) -> Bool {
    path.utf8.first == UInt8(ascii: "/")
        && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
}

/// `tchar` (RFC 9110 §5.6.2).
private func isToken(_ name: some Collection<UInt8>) -> Bool {
    !name.isEmpty
        && name.allSatisfy { byte in
            let lower = byte | 0x20
            return (0x30...0x39).contains(byte) || (0x61...0x7A).contains(lower)
                || "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
}

private func isSame(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count
        && zip(one.utf8, other.utf8).allSatisfy { lowercased($0) == lowercased($1) }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
}
