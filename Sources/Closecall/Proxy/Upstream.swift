public import Reactor
public import WebSocketWire

/// Where sessions go on to, as `--upstream` names it.
public struct Upstream: Hashable, Sendable, CustomStringConvertible {
    /// What is expected to be spoken there.
    public enum Kind: String, Hashable, Sendable {
        /// WebSocket (and HTTP) over TCP or a Unix socket.
        case ws
        /// The same under TLS.
        case wss
        /// Any bytes.
        case tcp
    }

    /// What is spoken.
    public let kind: Kind
    /// The place.
    public let endpoint: Endpoint
    /// The name or address that TLS asks for and that a certificate must be for; nil where no name was given.
    public let serverName: String?

    /// Reads `ws://host:port`, `wss://host`, `tcp://host:port` or `unix:/path`.
    public init(_ text: String) throws(UpstreamError) {
        if text.hasPrefix("unix:") {
            self = try Self.unix(text)
        } else if text.hasPrefix("tcp://") {
            self = try Self.bytes(text)
        } else {
            self = try Self.webSocket(text)
        }
    }

    /// A server at an address that is known already.
    init(webSocketAt address: SocketAddress) { self.init(.ws, .address(address), serverName: nil) }

    private init(_ kind: Kind, _ endpoint: Endpoint, serverName: String?) {
        self.kind = kind
        self.endpoint = endpoint
        self.serverName = serverName
    }

    private static func unix(_ text: String) throws(UpstreamError) -> Upstream {
        do throws(EndpointError) {
            return Upstream(.ws, try Endpoint(text), serverName: nil)
        } catch {
            throw UpstreamError(text, .place(error))
        }
    }

    private static func bytes(_ text: String) throws(UpstreamError) -> Upstream {
        do throws(EndpointError) {
            return Upstream(.tcp, try Endpoint(String(text.dropFirst(6))), serverName: nil)
        } catch {
            throw UpstreamError(text, .place(error))
        }
    }

    private static func webSocket(_ text: String) throws(UpstreamError) -> Upstream {
        let url: WebSocketURL
        do throws(WebSocketURLError) { url = try WebSocketURL(text) } catch {
            throw UpstreamError(text, .url(error))
        }
        guard url.userinfo == nil else { throw UpstreamError(text, .userinfo) }
        guard url.target == "/" else { throw UpstreamError(text, .path(url.target)) }
        do throws(EndpointError) {
            let endpoint = try Endpoint(host: url.connectHost, port: url.port)
            return Upstream(url.isSecure ? .wss : .ws, endpoint, serverName: url.connectHost)
        } catch {
            throw UpstreamError(text, .place(error))
        }
    }

    /// The upstream as `init(_:)` reads it.
    public var description: String {
        if case .address(.unix) = endpoint { return "\(endpoint)" }
        return "\(kind.rawValue)://\(endpoint)"
    }
}

/// A text that names no upstream.
public struct UpstreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Reason: Hashable, Sendable {
        /// It is no URL of a WebSocket, nor one of the other forms.
        case url(WebSocketURLError)
        /// The place cannot be read.
        case place(EndpointError)
        /// A path would be ignored: the client's own goes on unchanged.
        case path(String)
        /// User and password would be ignored.
        case userinfo
    }

    /// The text.
    public let text: String
    /// What is wrong with it.
    public let reason: Reason

    init(_ text: String, _ reason: Reason) {
        self.text = text
        self.reason = reason
    }

    /// What is wrong and what to write instead.
    public var description: String {
        switch reason {
        case .url(let error):
            "\(error); an upstream is ws://HOST:PORT, wss://HOST:PORT, tcp://HOST:PORT or unix:/PATH"
        case .place(let error): "\(error)"
        case .path(let path):
            "\"\(text)\" has a path, but a client's own path goes on unchanged; "
                + "leave it out, or send every request to it with --upstream-path \(path)"
        case .userinfo:
            "\"\(text)\" has a user name; leave it out, and send it with --header 'Authorization: Basic …'"
        }
    }
}
