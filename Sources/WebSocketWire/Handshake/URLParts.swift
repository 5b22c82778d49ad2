/// A URL cut into its parts, as WHATWG URL's basic parser cuts "special" schemes.
struct URLParts {
    private let scheme: [UInt8]
    /// Percent-encoded, without the `@`.
    private(set) var userinfo: String?
    private(set) var host: [UInt8]
    private var portDigits: [UInt8]
    /// Path and query.
    let target: String

    init(_ text: String) throws(WebSocketURLError.Reason) {
        let bytes = Self.cleaned(text)
        guard let colon = bytes.firstIndex(of: HTTPGrammar.colon), Self.isScheme(bytes[..<colon]) else {
            throw .noScheme
        }
        scheme = bytes[..<colon].map(HTTPGrammar.lowercased)
        // "ws:host", "ws:/host" and "ws:\\host" are the same URL to a browser.
        let rest = bytes[(colon + 1)...].drop(while: Self.isSlash)
        if rest.contains(UInt8(ascii: "#")) { throw .fragment }

        let authority = rest.prefix { !Self.isSlash($0) && $0 != UInt8(ascii: "?") }
        var hostAndPort = authority
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            hostAndPort = authority[(at + 1)...]
            let text = PercentEncoding.encode(authority[..<at], escaping: PercentEncoding.inUserinfo)
            userinfo = text.isEmpty || text == ":" ? nil : text
        }
        let portColon = Self.portColon(in: hostAndPort)
        host = Array(hostAndPort[..<(portColon ?? hostAndPort.endIndex)])
        portDigits = portColon.map { Array(hostAndPort[($0 + 1)...]) } ?? []

        let path = rest[authority.endIndex...].prefix { $0 != UInt8(ascii: "?") }
        let query = rest[path.endIndex...]
        target =
            Self.normalizedPath(path) + PercentEncoding.encode(query, escaping: PercentEncoding.inQuery)
    }

    func isSecure() throws(WebSocketURLError.Reason) -> Bool {
        switch String(decoding: scheme, as: UTF8.self) {
        case "ws", "http": false
        case "wss", "https": true
        case let other: throw .unknownScheme(other)
        }
    }

    /// Nil where there is none; `host:` has none either.
    func port() throws(WebSocketURLError.Reason) -> UInt16? {
        if portDigits.isEmpty { return nil }
        guard let number = HTTPGrammar.number(portDigits), let port = UInt16(exactly: number) else {
            throw .invalidPort(String(decoding: portDigits, as: UTF8.self))
        }
        return port
    }

    /// Browsers drop control characters and spaces around a URL, and tabs and line ends inside it.
    private static func cleaned(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }),
            let last = bytes.lastIndex(where: { $0 > 0x20 })
        else { return [] }
        return bytes[first...last].filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    }

    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, HTTPGrammar.isLetter(first) else { return false }
        return bytes.allSatisfy { HTTPGrammar.isAlphanumeric($0) || "+-.".utf8.contains($0) }
    }

    private static func isSlash(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
    }

    /// The first colon outside an IPv6 address's brackets.
    private static func portColon(in bytes: ArraySlice<UInt8>) -> Int? {
        var insideBrackets = false
        return bytes.firstIndex { byte in
            if byte == UInt8(ascii: "[") { insideBrackets = true }
            if byte == UInt8(ascii: "]") { insideBrackets = false }
            return byte == HTTPGrammar.colon && !insideBrackets
        }
    }

    /// Encoded, and without its "." and ".." segments; "/" where it was empty.
    private static func normalizedPath(_ path: ArraySlice<UInt8>) -> String {
        let segments = path.dropFirst().split(omittingEmptySubsequences: false, whereSeparator: isSlash)
        var kept: [String] = []
        for (index, segment) in segments.enumerated() {
            let text = PercentEncoding.encode(segment, escaping: PercentEncoding.inPath)
            let isLast = index == segments.count - 1
            switch dots(in: text) {
            case nil: kept.append(text)
            case 1: if isLast { kept.append("") }
            default:
                _ = kept.popLast()
                if isLast { kept.append("") }
            }
        }
        return "/" + kept.joined(separator: "/")
    }

    /// 1 for ".", 2 for "..", with %2e for any dot; nil for all else.
    private static func dots(in segment: String) -> Int? {
        switch segment.lowercased() {
        case ".", "%2e": 1
        case "..", ".%2e", "%2e.", "%2e%2e": 2
        default: nil
        }
    }
}
