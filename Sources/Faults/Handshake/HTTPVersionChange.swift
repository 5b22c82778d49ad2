internal import Observer
internal import WebSocketWire

/// Writes another version of HTTP into a head.
public struct HTTPVersionChange: Fault {
    /// The version.
    public var version = Version.http10

    /// HTTP/1.0.
    public init() {}

    /// The versions that can be written.
    public enum Version: String, ParameterChoice {
        /// 0.9.
        case http09 = "0.9"
        /// 1.0.
        case http10 = "1.0"
        /// 1.1.
        case http11 = "1.1"
        /// 1.2.
        case http12 = "1.2"
        /// 2.0.
        case http20 = "2.0"

        /// What it means.
        public var summary: String {
            switch self {
            case .http09: "one that had no heads"
            case .http10: "one that could not upgrade"
            case .http11: "the right one"
            case .http12: "one that never was, and that a reader of 1.1 must understand (RFC 9110 §2.5)"
            case .http20: "one that is not written like this"
            }
        }

        var value: HTTPVersion {
            switch self {
            case .http09: HTTPVersion(0, 9)
            case .http10: HTTPVersion(1, 0)
            case .http11: .http11
            case .http12: HTTPVersion(1, 2)
            case .http20: HTTPVersion(2, 0)
            }
        }
    }

    /// Writes another version.
    public static let about = About<Self>(
        "http-version", .handshake, "Writes another version of HTTP into the response or the request.",
        details: """
            Only the version in the first line changes: `HTTP/1.0 101 Switching Protocols`. A WebSocket needs \
            HTTP/1.1 or higher; old proxies downgrade what passes through them. With `direction: toServer` it is \
            the request's version.
            """,
        clause: "RFC 6455 §4.1",
        clients: """
            HTTP/1.0 101: Chromium, node, aiohttp and websocket-client open all the same; Firefox and websockets \
            refuse.
            """,
        example: """
            - when: { kind: handshake }
              do:
                http-version: 1.0
            """,
        direction: .toClient,
        parameters: [Parameter("version", \.version, "the version")])

    /// Writes it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.editHead { head in
            switch head {
            case .request(var request):
                request.version = version.value
                head = .request(request)
            case .response(var response):
                response.version = version.value
                head = .response(response)
            }
        }
    }
}

extension Fault where Self == HTTPVersionChange {
    /// `http-version` with its defaults.
    public static var httpVersion: HTTPVersionChange { HTTPVersionChange() }
}
