public import WebSocketWire

extension EndpointProfile {
    /// Which endpoint sends such a request; nil if it is none that was measured.
    ///
    /// Many say in `User-Agent` that they are some other, so what is hard to change by hand is looked at too: the
    /// order of the headers, and what is offered.
    public static func recognised(in request: RequestHead) -> EndpointProfile.Name? {
        let headers = request.headers
        guard let agent = headers["User-Agent"] else { return nil }
        let names = headers.map { $0.name.lowercased() }
        if agent.contains("Chrome/") { return isChromium(names) ? .chromium : nil }
        if agent.contains("Gecko/") && agent.contains("Firefox/") { return isFirefox(names) ? .firefox : nil }
        if agent == "node" || agent == "undici" { return isNode(headers, names) ? .node : nil }
        if agent.contains(" websockets/"), agent.hasPrefix("Python/") { return .pythonWebSockets }
        return nil
    }

    /// Chromium asks for the upgrade before it says who it is, and for the key's answer near the end.
    private static func isChromium(_ names: [String]) -> Bool {
        stand(
            ["connection", "user-agent", "upgrade", "origin", "sec-websocket-version", "sec-websocket-key"],
            in: names)
    }

    /// Firefox begins as in any request, and asks for the upgrade last.
    private static func isFirefox(_ names: [String]) -> Bool {
        stand(
            ["user-agent", "accept", "sec-websocket-version", "origin", "sec-websocket-key", "upgrade"],
            in: names)
    }

    /// undici fetches: a WebSocket is a fetch with these headers to it, the fetch's own behind them.
    private static func isNode(_ headers: HTTPHeaders, _ names: [String]) -> Bool {
        stand(["upgrade", "sec-websocket-key", "sec-websocket-version", "accept", "user-agent"], in: names)
            && headers["Sec-Fetch-Mode"] == "websocket"
    }

    /// Whether these stand there in this order, whatever else stands between them.
    private static func stand(_ wanted: [String], in names: [String]) -> Bool {
        var rest = wanted[...]
        for name in names where name == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }
}
