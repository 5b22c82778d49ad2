internal import Closecall
internal import Reactor
internal import Relay
internal import Scenarios

/// Starts real relays.
struct ChaosStarter: ToxicTargetStarter {
    private let options: Toxiproxy.Options
    private let events: EventHub

    init(_ options: Toxiproxy.Options, events: EventHub = EventHub()) {
        self.options = options
        self.events = events
    }

    func check(upstream: String) throws(ToxiproxyError) { _ = try Self.upstream(upstream) }

    /// A plain place is one of any bytes, as with Toxiproxy; `ws://` and `wss://` are a WebSocket server.
    private static func upstream(_ text: String) throws(ToxiproxyError) -> Upstream {
        do throws(UpstreamError) {
            return try Upstream(text.contains("://") || text.hasPrefix("unix:") ? text : "tcp://\(text)")
        } catch {
            throw .badUpstream("\(error)")
        }
    }

    func start(_ proxy: ToxiproxyProxy) async throws(ToxiproxyError) -> any ToxicTarget {
        let options = try self.options(of: proxy)
        let address: SocketAddress
        do throws(ListenAddress.Problem) {
            address = try await ListenAddress.resolve(proxy.listen)
        } catch {
            throw .listen("listen tcp: \(error.words)")
        }
        events.begin(proxy.name)
        do throws(SystemError) {
            let relay =
                if let template = proxy.template {
                    try ChaosProxy(at: address, options: options, ended: template.ended)
                } else {
                    try ChaosProxy(at: address, options: options)
                }
            return ChaosTarget(relay, isStrict: self.options.isStrict, playing: options.scenario)
        } catch {
            throw .listen(ListenAddress.words(error, at: address))
        }
    }

    private func options(of proxy: ToxiproxyProxy) throws(ToxiproxyError) -> ProxyOptions {
        var options = ProxyOptions(upstream: try Self.upstream(proxy.upstream))
        // What is armed later must find compressed messages readable.
        options.relay.keepsSight = true
        if let seed = self.options.seed { options.scenario = ScenarioSetup(Scenario(), seed: seed) }
        options.journal = events.listener(for: proxy.name)
        guard var template = proxy.template?.options else { return options }
        (template.upstream, template.relay.server) = (options.upstream, options.relay.server)
        template.relay.expectsHTTP = options.relay.expectsHTTP
        return template
    }
}
