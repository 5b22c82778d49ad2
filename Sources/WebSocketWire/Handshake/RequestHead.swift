/// `HTTP/1.1`.
public struct HTTPVersion: Hashable, Sendable, Comparable {
    /// The digit before the point.
    public var major: Int
    /// The digit behind it.
    public var minor: Int

    /// A version.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// What the WebSocket handshake is spoken in.
    public static let http11 = HTTPVersion(1, 1)

    /// Older is less.
    public static func < (older: HTTPVersion, newer: HTTPVersion) -> Bool {
        (older.major, older.minor) < (newer.major, newer.minor)
    }

    /// `HTTP/` digit `.` digit, nothing else (RFC 9112 §2.3).
    init?(_ text: some Collection<UInt8>) {
        let bytes = Array(text)
        guard bytes.count == 8, bytes.starts(with: "HTTP/".utf8), bytes[6] == UInt8(ascii: "."),
            let major = HTTPGrammar.number(bytes[5...5]), let minor = HTTPGrammar.number(bytes[7...7])
        else { return nil }
        self.init(major, minor)
    }

    /// "HTTP/1.1 or higher" (RFC 6455 §4.1), written in the syntax of HTTP/1, so 1.x.
    var canUpgrade: Bool { major == 1 && minor >= 1 }
}

extension HTTPVersion: CustomStringConvertible {
    /// `HTTP/1.1`.
    public var description: String { "HTTP/\(major).\(minor)" }
}

/// A request line and headers as they stand, right for a WebSocket or not: `HandshakeRequest` judges.
public struct RequestHead: Hashable, Sendable {
    /// `GET`, one hopes.
    public var method: String
    /// The target as written.
    public var target: String
    /// The version of HTTP.
    public var version: HTTPVersion
    /// The headers in order.
    public var headers: HTTPHeaders

    /// A head.
    public init(
        method: String = "GET", target: String, version: HTTPVersion = .http11, headers: HTTPHeaders
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
    }

    /// The head for the wire, empty line included. Written as it stands, legal or not.
    public var bytes: [UInt8] {
        var bytes = Array("\(method) \(target) \(version)\r\n".utf8)
        headers.write(to: &bytes)
        return bytes + Array("\r\n".utf8)
    }
}
