internal import Faults
internal import WebSocketWire

/// Finds the route of a request, as Toxiproxy's router does: 404 for a path that nobody has, 405 for a method that
/// nobody of those answers who have the path. Under `/v1` both say more.
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
        guard !allowed.isEmpty else { return missing(request) }
        // RFC 9110 §15.5.6 demands it; Toxiproxy leaves it out.
        let allow = allowed.joined(separator: ", ")
        guard request.isNative else { return HTTPResponse(405, ["Allow": allow]) }
        var response = HTTPResponse.problem(
            405, "expected \(allowed.joined(separator: " or ")), found \(request.method)")
        response.headers.append("Allow", allow)
        return response
    }

    private func missing(_ request: HTTPRequest) -> HTTPResponse {
        guard request.isNative else { return .text(404, "404 page not found") }
        let hint = Suggestion.words(for: request.path, among: routes.map(\.path).filter { !$0.contains("{") })
        return .problem(
            404, "there is no \(request.path), \(hint ?? "GET /v1/openapi.json tells all that there is")")
    }
}

extension HTTPRequest {
    /// Whether it is about what only we have, where errors are told in full.
    var isNative: Bool { segments.first == "v1" }
}
