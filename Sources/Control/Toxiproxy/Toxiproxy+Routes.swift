internal import Closecall
internal import WebSocketWire

extension Toxiproxy {
    /// What it answers, by the names that Toxiproxy has for it.
    public var routes: [Route] { proxyRoutes + toxicRoutes + otherRoutes }

    private var proxyRoutes: [Route] {
        [
            Route(
                ["GET"], "/proxies", "ProxyIndex", "All proxies, by name",
                .gives(.map(.form("ToxiproxyProxy")))
            ) { [proxies] _ in
                let all = await proxies.all()
                return .json(200, .object(all.map { JSONValue.Member($0.name, $0.json) }))
            },
            route(
                ["POST"], "/proxies", "ProxyCreate", "Makes a proxy",
                Self.told(.gives(Self.proxy, status: 201).takes(Self.proxyDraft), 400, 409, 500)
            ) {
                [proxies] request throws(ToxiproxyError) in
                var draft = ProxyDraft()
                try draft.read(request.body)
                return .json(201, try await proxies.create(draft).json)
            },
            Route(
                ["POST"], "/populate", "Populate", "Makes proxies, or replaces them",
                .gives(.form("Populated"), status: 201).takes(.json(.list(.form("ToxiproxyDraft"))))
                    .or(400, "Something is wrong with one.", .json(.form("Populated")))
                    .or(500, "It cannot listen there.", .json(.form("Populated")))
            ) { [proxies] request in
                await Self.populate(proxies, request.body)
            },
            route(
                ["GET"], "/proxies/{proxy}", "ProxyShow", "A proxy", Self.told(.gives(Self.proxy), 404)
            ) {
                [proxies] request throws(ToxiproxyError) in
                .json(200, try await proxies.proxy(request["proxy"]).json)
            },
            route(
                ["POST", "PATCH"], "/proxies/{proxy}", "ProxyUpdate", "Changes a proxy",
                Self.told(.gives(Self.proxy).takes(Self.proxyDraft), 400, 404, 500)
            ) {
                [proxies] request throws(ToxiproxyError) in
                let proxy = try await proxies.update(request["proxy"]) { proxy throws(ToxiproxyError) in
                    var draft = ProxyDraft(proxy)
                    try draft.read(request.body)
                    return draft
                }
                return .json(200, proxy.json)
            },
            route(
                ["DELETE"], "/proxies/{proxy}", "ProxyDelete", "Ends a proxy", Self.told(.givesNothing, 404)
            ) {
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
            route(
                ["GET"], toxics, "ToxicIndex", "A proxy's toxics",
                Self.told(.gives(.list(Self.toxic)), 404)
            ) {
                [proxies] request throws(ToxiproxyError) in
                .json(200, try await proxies.proxy(request["proxy"]).toxicsJSON)
            },
            route(
                ["POST"], toxics, "ToxicCreate", "Adds a toxic",
                Self.told(.gives(Self.toxic).takes(Self.toxicDraft), 400, 404, 409)
            ) {
                [proxies] request throws(ToxiproxyError) in
                let toxic = try await proxies.addToxic(to: request["proxy"]) { proxy throws(ToxiproxyError) in
                    try ToxicDraft(request.body).toxic(of: proxy)
                }
                return .json(200, toxic.json)
            },
            route(["GET"], toxic, "ToxicShow", "A toxic", Self.told(.gives(Self.toxic), 404)) {
                [proxies] request throws(ToxiproxyError) in
                .json(200, try await proxies.toxic(request["toxic"], of: request["proxy"]).json)
            },
            route(
                ["POST", "PATCH"], toxic, "ToxicUpdate", "Changes a toxic",
                Self.told(.gives(Self.toxic).takes(Self.toxicDraft), 400, 404)
            ) {
                [proxies] request throws(ToxiproxyError) in
                let toxic = try await proxies.updateToxic(request["toxic"], of: request["proxy"]) {
                    toxic throws(ToxiproxyError) in try ToxicChange(request.body).apply(to: &toxic)
                }
                return .json(200, toxic.json)
            },
            route(["DELETE"], toxic, "ToxicDelete", "Takes a toxic off", Self.told(.givesNothing, 404)) {
                [proxies] request throws(ToxiproxyError) in
                try await proxies.removeToxic(request["toxic"], of: request["proxy"])
                return HTTPResponse(204)
            },
        ]
    }

    private var otherRoutes: [Route] {
        [
            route(
                ["POST"], "/reset", "ResetState", "Starts all proxies and takes all toxics off",
                Self.told(.givesNothing, 500)
            ) {
                [proxies] _ throws(ToxiproxyError) in
                try await proxies.reset()
                return HTTPResponse(204)
            },
            Route(
                ["GET"], "/version", "Version", "The version of Toxiproxy that is spoken",
                .gives(.form("ToxiproxyVersion"))
            ) { _ in
                HTTPResponse(
                    200, ["Content-Type": "application/json;charset=utf-8"],
                    body: Array("{\"version\": \"\(Self.version)\"}\n".utf8))
            },
            Route(
                [], "/metrics", "Metrics", "Counters in the text format of Prometheus",
                .gives(content: .text("text/plain"))
            ) { [proxies, events] _ in
                let text =
                    await ToxiproxyMetrics.text(proxies) + (await NativeMetrics.text(proxies, events))
                return HTTPResponse(
                    200, ["Content-Type": PrometheusText.contentType], body: Array(text.utf8))
            },
        ]
    }

    private static let proxy = Schema.form("ToxiproxyProxy")
    private static let proxyDraft = RouteTerms.Content.json(.form("ToxiproxyDraft"))
    private static let toxic = Schema.form("Toxic")
    private static let toxicDraft = RouteTerms.Content.json(.form("ToxicDraft"))

    /// With answers that are errors. As with Toxiproxy, their JSON is said to be plain text.
    private static func told(_ terms: RouteTerms, _ statuses: Int...) -> RouteTerms {
        let reasons = [
            400: "The body is wrong.", 404: "There is none of this name.",
            409: "There is one of this name already.", 500: "It cannot listen there.",
        ]
        return statuses.reduce(terms) { $0.or($1, reasons[$1] ?? "", .text("text/plain")) }
    }

    /// A route whose errors are told as Toxiproxy tells them.
    private func route(
        _ methods: [String], _ path: String, _ name: String, _ summary: String, _ terms: RouteTerms,
        _ handler: @escaping @Sendable (RoutedRequest) async throws(ToxiproxyError) -> HTTPResponse
    ) -> Route {
        Route(methods, path, name, summary, terms) { request in
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
