internal import Closecall
internal import WebSocketWire

extension Toxiproxy {
    /// What it answers, by the names that Toxiproxy has for it.
    public var routes: [Route] { proxyRoutes + toxicRoutes + otherRoutes }

    private var proxyRoutes: [Route] {
        [
            Route(["GET"], "/proxies", "ProxyIndex", "All proxies, by name") { [proxies] _ in
                let all = await proxies.all()
                return .json(200, .object(all.map { JSONValue.Member($0.name, $0.json) }))
            },
            route(["POST"], "/proxies", "ProxyCreate", "Makes a proxy") {
                [proxies] request throws(ToxiproxyError) in
                var draft = ProxyDraft()
                try draft.read(request.body)
                return .json(201, try await proxies.create(draft).json)
            },
            Route(["POST"], "/populate", "Populate", "Makes proxies, or replaces them") { [proxies] request in
                await Self.populate(proxies, request.body)
            },
            route(["GET"], "/proxies/{proxy}", "ProxyShow", "A proxy") {
                [proxies] request throws(ToxiproxyError) in
                .json(200, try await proxies.proxy(request["proxy"]).json)
            },
            route(["POST", "PATCH"], "/proxies/{proxy}", "ProxyUpdate", "Changes a proxy") {
                [proxies] request throws(ToxiproxyError) in
                let proxy = try await proxies.update(request["proxy"]) { proxy throws(ToxiproxyError) in
                    var draft = ProxyDraft(proxy)
                    try draft.read(request.body)
                    return draft
                }
                return .json(200, proxy.json)
            },
            route(["DELETE"], "/proxies/{proxy}", "ProxyDelete", "Ends a proxy") {
                [proxies] request throws(ToxiproxyError) in
                try await proxies.delete(request["proxy"])
                return HTTPResponse(204)
            },
        ]
    }

    private var toxicRoutes: [Route] {
        let toxics = "/proxies/{proxy}/toxics"
        let toxic = "\(toxics)/{toxic}"
        return [
            route(["GET"], toxics, "ToxicIndex", "A proxy's toxics") {
                [proxies] request throws(ToxiproxyError) in
                .json(200, try await proxies.proxy(request["proxy"]).toxicsJSON)
            },
            route(["POST"], toxics, "ToxicCreate", "Adds a toxic") {
                [proxies] request throws(ToxiproxyError) in
                let toxic = try await proxies.addToxic(to: request["proxy"]) { proxy throws(ToxiproxyError) in
                    try ToxicDraft(request.body).toxic(of: proxy)
                }
                return .json(200, toxic.json)
            },
            route(["GET"], toxic, "ToxicShow", "A toxic") { [proxies] request throws(ToxiproxyError) in
                .json(200, try await proxies.toxic(request["toxic"], of: request["proxy"]).json)
            },
            route(["POST", "PATCH"], toxic, "ToxicUpdate", "Changes a toxic") {
                [proxies] request throws(ToxiproxyError) in
                let toxic = try await proxies.updateToxic(request["toxic"], of: request["proxy"]) {
                    toxic throws(ToxiproxyError) in try ToxicChange(request.body).apply(to: &toxic)
                }
                return .json(200, toxic.json)
            },
            route(["DELETE"], toxic, "ToxicDelete", "Takes a toxic off") {
                [proxies] request throws(ToxiproxyError) in
                try await proxies.removeToxic(request["toxic"], of: request["proxy"])
                return HTTPResponse(204)
            },
        ]
    }

    private var otherRoutes: [Route] {
        [
            route(["POST"], "/reset", "ResetState", "Starts all proxies and takes all toxics off") {
                [proxies] _ throws(ToxiproxyError) in
                try await proxies.reset()
                return HTTPResponse(204)
            },
            Route(["GET"], "/version", "Version", "The version of Toxiproxy that is spoken") { _ in
                HTTPResponse(
                    200, ["Content-Type": "application/json;charset=utf-8"],
                    body: Array("{\"version\": \"\(Self.version)\"}\n".utf8))
            },
            Route([], "/metrics", "Metrics", "Counters in the text format of Prometheus") { [proxies] _ in
                HTTPResponse(
                    200, ["Content-Type": PrometheusText.contentType],
                    body: Array(await ToxiproxyMetrics.text(proxies).utf8))
            },
        ]
    }

    /// A route whose errors are told as Toxiproxy tells them.
    private func route(
        _ methods: [String], _ path: String, _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (RoutedRequest) async throws(ToxiproxyError) -> HTTPResponse
    ) -> Route {
        Route(methods, path, name, summary) { request in
            do throws(ToxiproxyError) {
                return try await handler(request)
            } catch {
                return .failure(error.status, error.message)
            }
        }
    }

    /// Here an error is said to be JSON, and comes with what was done before it. Without any proxy it is null.
    private static func populate(_ proxies: ProxyCollection, _ body: [UInt8]) async -> HTTPResponse {
        var made: [ToxiproxyProxy] = []
        var problem: ToxiproxyError?
        do throws(ToxiproxyError) {
            (made, problem) = await proxies.populate(try ProxyDraft.list(body))
        } catch {
            problem = error
        }
        let list = JSONValue.Member("proxies", made.isEmpty ? .null : .array(made.map(\.json)))
        guard let problem else { return .json(201, .object([list])) }
        return .json(
            problem.status,
            .object([
                JSONValue.Member("error", .text(problem.message)),
                JSONValue.Member("status", .integer(Int128(problem.status))), list,
            ]))
    }
}
