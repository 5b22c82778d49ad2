internal import Closecall
public import Observer

/// Our own HTTP API, under `/v1`: scenarios, sessions and their endings, beside Toxiproxy's and over the same proxies.
///
/// A proxy is made, disabled and deleted by Toxiproxy's routes; here is what Toxiproxy has no words for.
public final class NativeAPI: Sendable {
    let proxies: ProxyCollection
    let events: EventHub
    let shelf = ScenarioShelf()
    let text: EventText
    let version: String
    private let others: [Route]

    /// An API over the proxies of another one.
    ///
    /// - Parameters:
    ///   - toxiproxy: has the proxies.
    ///   - version: of this program.
    ///   - language: of the stories that endings tell.
    public init(over toxiproxy: Toxiproxy, version: String, language: Language = .english) {
        proxies = toxiproxy.proxies
        events = toxiproxy.events
        others = toxiproxy.routes
        text = EventText(JournalScribe.Style { $0.story(in: language) })
        self.version = version
    }

    /// What it answers: all that begins with `/v1`.
    public var routes: [Route] {
        indexRoutes + proxyRoutes + scenarioRoutes + faultRoutes + sessionRoutes + endingRoutes + eventRoutes
    }

    /// With Toxiproxy's: all that a server with both answers.
    var allRoutes: [Route] { routes + others }

    /// A route whose errors are told in full.
    func route(
        _ methods: [String], _ path: String, _ name: String, _ summary: String, _ terms: RouteTerms,
        _ handler: @escaping @Sendable (RoutedRequest) async throws(NativeError) -> HTTPResponse
    ) -> Route {
        Route(methods, path, name, summary, terms) { request in
            do throws(NativeError) {
                return try await handler(request)
            } catch {
                return error.response
            }
        }
    }

    /// A proxy by its name.
    func proxy(_ name: String) async throws(NativeError) -> ToxiproxyProxy {
        if let proxy = try? await proxies.proxy(name) { return proxy }
        throw await Self.missing(name, among: proxies)
    }

    static func missing(_ name: String, among proxies: ProxyCollection) async -> NativeError {
        let names = await proxies.all().map(\.name)
        let known =
            names.isEmpty
            ? "there is none: POST /proxies makes one" : "there are \(names.joined(separator: ", "))"
        return .missing("no proxy is called \"\(name)\", \(known)")
    }

    /// A proxy's relay.
    func relay(_ name: String) async throws(NativeError) -> ChaosProxy {
        guard let relay = try await proxy(name).target?.relay else {
            throw NativeError(
                409,
                "the proxy \"\(name)\" is disabled: POST /proxies/\(name) with {\"enabled\":true} enables it")
        }
        return relay
    }
}
