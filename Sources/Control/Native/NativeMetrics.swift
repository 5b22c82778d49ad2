internal import Closecall

/// What a monitoring system gets of our own, beside Toxiproxy's counters.
enum NativeMetrics {
    static func text(_ proxies: ProxyCollection, _ events: EventHub) async -> String {
        var text = PrometheusText()
        let name = "closecall_open_sessions"
        text.family(name, .gauge, "Sessions that are open.")
        for proxy in await proxies.all() {
            guard let totals = await proxy.target?.relay.totals() else { continue }
            text.sample(name, [("proxy", proxy.name)], totals.open)
        }
        return events.metrics.prometheusText + text.text
    }
}
