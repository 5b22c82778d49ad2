internal import Reactor
internal import WebSocketWire

/// Who may speak to a control server.
///
/// A web page can make its visitor's browser send requests to this machine, and by a name of its own that resolves to
/// 127.0.0.1 (DNS rebinding) even read the answers. So browsers are refused by what they send and cannot leave out:
/// their `User-Agent`, an `Origin`, and a `Host` that is not ours.
struct ControlAccess: Sendable {
    private let token: [UInt8]?
    /// What `Host` may be; nil for anything.
    private let hosts: Set<String>?

    init(at address: SocketAddress, token: String?) {
        self.token = token.map { Array($0.utf8) }
        // A page does not know the token, and no page reaches a Unix socket.
        guard token == nil, let port = address.port else {
            hosts = nil
            return
        }
        let names = ["localhost", "127.0.0.1", "[::1]"]
        var hosts = Set(names.map { "\($0):\(port)" } + ["\(address)"])
        // RFC 9110 §4.2.1: 80 need not be said.
        if port == 80 { hosts.formUnion(names) }
        self.hosts = hosts
    }

    /// Why a request is not let in; nil when it is.
    func refusal(of request: HTTPRequest) -> HTTPResponse? {
        if request.headers["User-Agent"]?.hasPrefix("Mozilla/") == true {
            return request.isNative
                ? .problem(403, "expected no browser's User-Agent: web pages are not let in")
                : .text(403, "User agent not allowed")
        }
        if let origin = request.headers["Origin"] {
            return .failure(
                request, 403,
                "expected no Origin header, found \(origin.debugDescription): web pages are not let in")
        }
        if let hosts, let host = request.host, !hosts.contains(host.lowercased()) {
            return .failure(
                request, 403,
                "expected \(hosts.sorted().joined(separator: " or ")) as Host, found \(host.debugDescription)"
            )
        }
        guard let token else { return nil }
        if let given = Self.bearer(request.headers), Self.isSame(given, token) { return nil }
        var response = HTTPResponse.failure(
            request, 401, "expected the control token as \"Authorization: Bearer TOKEN\"")
        response.headers.append("WWW-Authenticate", "Bearer")
        return response
    }

    /// The scheme's name is compared without regard to case (RFC 9110 §11.1).
    private static func bearer(_ headers: HTTPHeaders) -> [UInt8]? {
        guard let value = headers["Authorization"], value.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        return Array(value.utf8.dropFirst(7).drop { $0 == UInt8(ascii: " ") })
    }

    /// Takes as long whichever byte differs, so that nobody can find the token byte by byte.
    private static func isSame(_ given: [UInt8], _ token: [UInt8]) -> Bool {
        var difference: UInt8 = given.count == token.count ? 0 : 1
        for index in given.indices { difference |= given[index] ^ token[index % token.count] }
        return difference == 0
    }
}
