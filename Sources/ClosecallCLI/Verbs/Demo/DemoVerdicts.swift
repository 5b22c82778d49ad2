internal import Closecall
internal import WebSocketWire

/// What each side's API said of an ending, in words.
struct DemoVerdicts {
    let client: String
    let server: String

    init(_ play: DemoPlay) {
        client = Self.words(play.client)
        server = play.server.map(Self.words) ?? "no connection came"
    }

    private static func words(_ side: SideOutcome) -> String {
        if let event = side.event { return (side.error ? "onerror, then " : "") + "onclose: \(event)" }
        switch side.state {
        case .connecting: return "no event: it is still CONNECTING"
        case .open: return "no event: readyState is still OPEN"
        case .closing: return "no event: readyState is CLOSING"
        case .closed: return "no event: no WebSocket was ever opened"
        }
    }
}
