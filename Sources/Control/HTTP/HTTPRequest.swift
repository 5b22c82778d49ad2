public import WebSocketWire

/// A request, all of it.
public struct HTTPRequest: Hashable, Sendable {
    /// `GET`.
    public var method: String
    /// The path as it was written, without the query: `/proxies/a%20b`.
    public var path: String
    /// What stands behind the question mark; nil where there is none.
    public var query: String?
    /// Whom it is for: the authority of a target in absolute form, or else the `Host` header.
    public var host: String?
    /// The version of HTTP.
    public var version: HTTPVersion
    /// The headers in order.
    public var headers: HTTPHeaders
    /// The body, without its chunks.
    public var body: [UInt8]

    init(_ head: RequestHead, body: [UInt8]) {
        method = head.method
        version = head.version
        headers = head.headers
        self.body = body
        let (authority, target) = Self.split(head.target)
        host = authority ?? head.headers["Host"]
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "")
        query = parts.count == 2 ? String(parts[1]) : nil
    }

    /// Whether the client may send another request on its connection (RFC 9112 §9.3).
    public var keepsAlive: Bool {
        if headers.contains("close", in: "Connection") { return false }
        return version >= .http11 || headers.contains("keep-alive", in: "Connection")
    }

    /// The segments of the path, percent-decoded: `/proxies/a%20b` has `proxies` and `a b`. Split before they are
    /// decoded, so that a name may have a slash in it.
    public var segments: [String] {
        path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { Self.decoded($0) }
    }

    /// "A server MUST accept the absolute-form in requests" (RFC 9112 §3.2.2), and then ignore `Host`.
    private static func split(_ target: String) -> (authority: String?, target: String) {
        guard target.lowercased().hasPrefix("http://") else { return (nil, target) }
        let rest = target.dropFirst(7)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let path = rest[end...]
        return (String(rest[..<end]), path.hasPrefix("/") ? String(path) : "/\(path)")
    }

    /// What is no escape stays as it is.
    static func decoded(_ segment: Substring) -> String {
        guard segment.utf8.contains(UInt8(ascii: "%")) else { return String(segment) }
        let bytes = Array(segment.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexDigit(bytes[index + 1]), let low = hexDigit(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
        return UInt8(truncatingIfNeeded: digit)
    }
}
