/// Where a WebSocket goes: a `ws:` or `wss:` URL, read and written as the web does (WHATWG URL, and
/// WebSockets for what it adds), but for names outside ASCII.
public struct WebSocketURL: Hashable, Sendable {
    /// wss: TLS below.
    public let isSecure: Bool
    /// User name and password as they stand before the `@`, percent-encoded. HTTP has no place for them but
    /// an `Authorization` header, which is the caller's to send.
    public let userinfo: String?
    /// The host as it stands in the URL: lower case, an IPv6 address in brackets. The web lets through a few
    /// characters (`"`, `` ` ``, `{`, `}`) that a `Host` header may not hold: `HandshakeRequest` refuses those.
    public let host: String
    /// The port, 80 or 443 where the URL has none.
    public let port: UInt16
    /// What the request line asks for: path and query, percent-encoded.
    public let target: String

    /// Reads a URL. `http` and `https` count as `ws` and `wss`, as in the web's `WebSocket` constructor.
    public init(_ text: String) throws(WebSocketURLError) {
        do throws(WebSocketURLError.Reason) {
            let parts = try URLParts(text)
            isSecure = try parts.isSecure()
            userinfo = parts.userinfo
            host = try URLHost.normalized(parts.host)
            port = try parts.port() ?? (isSecure ? 443 : 80)
            target = parts.target
        } catch {
            throw WebSocketURLError(url: text, reason: error)
        }
    }

    /// Whether the port is the scheme's own, and is left out where the URL is written.
    public var hasDefaultPort: Bool { port == (isSecure ? 443 : 80) }

    /// The value for the `Host` header (RFC 6455 §4.1, item 4).
    public var hostHeader: String { hasDefaultPort ? host : "\(host):\(port)" }

    /// What to look up or connect to: the host without an IPv6 address's brackets.
    public var connectHost: String {
        host.utf8.first == UInt8(ascii: "[") ? String(host.dropFirst().dropLast()) : host
    }
}

extension WebSocketURL: CustomStringConvertible {
    /// The URL as the web's `WebSocket.url` shows it.
    public var description: String {
        "\(isSecure ? "wss" : "ws")://\(userinfo.map { $0 + "@" } ?? "")\(hostHeader)\(target)"
    }
}

/// Why a text is no WebSocket URL.
public struct WebSocketURLError: Error, Hashable, Sendable {
    /// The text.
    public let url: String
    /// What is wrong with it.
    public let reason: Reason

    /// An error.
    public init(url: String, reason: Reason) {
        self.url = url
        self.reason = reason
    }

    /// What is wrong with it.
    public enum Reason: Error, Hashable, Sendable {
        /// There is no scheme.
        case noScheme
        /// The scheme is another than ws, wss, http, https.
        case unknownScheme(String)
        /// There is a `#`.
        case fragment
        /// There is no host.
        case noHost
        /// The host has a character that no host has.
        case forbiddenInHost(UInt8)
        /// The host has characters outside ASCII.
        case nonASCIIHost(String)
        /// The host ends in a number and is no IPv4 address.
        case invalidIPv4(String)
        /// What stands in brackets is no IPv6 address.
        case invalidIPv6(String)
        /// The port is no number up to 65535.
        case invalidPort(String)
    }
}

extension WebSocketURLError: CustomStringConvertible {
    /// The text, what was expected and what was found.
    public var description: String { "\(HTTPGrammar.quoted(url)) is no WebSocket URL: \(explanation)" }

    private var explanation: String {
        switch reason {
        case .noScheme: "it does not begin with ws:// or wss://"
        case .unknownScheme(let scheme): "expected the scheme ws or wss, found \(HTTPGrammar.quoted(scheme))"
        case .fragment: "it has a fragment; leave out the # and what follows, or write %23"
        case .noHost: "it has no host"
        case .forbiddenInHost(let byte):
            byte > 0x20 && byte < 0x7F
                ? "the host contains \"\(Unicode.Scalar(byte))\", which no host may"
                : "the host contains the byte \(HTTPGrammar.hex(byte)), which no host may"
        case .nonASCIIHost(let host):
            "the host \"\(host)\" is not ASCII; write it in its xn-- form (internationalised names are not "
                + "translated here)"
        case .invalidIPv4(let host):
            "\(HTTPGrammar.quoted(host)) is no IPv4 address, and no name ends in a number"
        case .invalidIPv6(let host): "\(HTTPGrammar.quoted(host)) is no IPv6 address"
        case .invalidPort(let port): "expected a port from 0 to 65535, found \(HTTPGrammar.quoted(port))"
        }
    }
}
