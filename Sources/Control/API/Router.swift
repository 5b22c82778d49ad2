internal import WebSocketWire

/// Finds the route of a request, as Toxiproxy's router does: 404 for a path that nobody has, 405 for a method that
/// nobody of those answers who have the path.
struct Router: Sendable {
    let routes: [Route]

    init(_ routes: [Route]) {
        self.routes = routes
    }

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let segments = request.segments
        var allowed: [String] = []
        for route in routes {
            guard let parameters = route.pattern.match(segments) else { continue }
            if route.answers(request.method) {
                return await route.handler(RoutedRequest(request: request, parameters: parameters))
            }
            allowed += route.methods
        }
        guard !allowed.isEmpty else { return .text(404, "404 page not found") }
        // RFC 9110 §15.5.6 demands it; Toxiproxy leaves it out.
        return HTTPResponse(405, ["Allow": allowed.joined(separator: ", ")])
    }
}
