internal import Observer
internal import WebSocketWire

/// What of a handshake may be shown to strangers.
struct HARCover {
    let isRedacted: Bool

    /// Headers that say nothing of who somebody is or what he may: of all others the values are covered, since a token
    /// may travel under any name.
    private static let harmless: Set<String> = [
        "accept", "accept-encoding", "accept-language", "cache-control", "connection", "content-length",
        "content-type", "date", "host", "origin", "pragma", "retry-after", "sec-fetch-dest", "sec-fetch-mode",
        "sec-fetch-site", "sec-websocket-accept", "sec-websocket-extensions", "sec-websocket-key",
        "sec-websocket-version", "server", "upgrade", "user-agent", "vary",
    ]

    func value(_ header: HTTPHeader) -> String {
        isRedacted && !Self.harmless.contains(header.name.lowercased()) ? Ending.cover : header.value
    }

    /// What is somebody's own, such as a cookie.
    func secret(_ text: String) -> String { isRedacted ? Ending.cover : text }

    func target(_ target: String) -> String { isRedacted ? Ending.redact(target: target) : target }

    func ending(_ ending: Ending) -> Ending { isRedacted ? ending.redacted : ending }
}
