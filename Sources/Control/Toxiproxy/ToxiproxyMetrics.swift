internal import Closecall

/// Toxiproxy's counters, by its names: they stand in people's dashboards. Unlike Toxiproxy's they count while a
/// connection lives.
enum ToxiproxyMetrics {
    static func text(_ proxies: ProxyCollection) async -> String {
        var rows: [(labels: [(String, String)], bytes: UInt64)] = []
        for proxy in await proxies.all() {
            guard let traffic = await proxy.target?.traffic() else { continue }
            for (direction, bytes) in [("upstream", traffic.toServer), ("downstream", traffic.toClient)] {
                let labels = [
                    ("direction", direction), ("listener", proxy.listen), ("proxy", proxy.name),
                    ("upstream", proxy.upstream),
                ]
                rows.append((labels, bytes))
            }
        }
        var text = PrometheusText()
        let name = "toxiproxy_proxy_received_bytes_total"
        text.family(
            name, .counter, "The total number of bytes received on a given proxy in a given direction")
        for row in rows { text.sample(name, row.labels, row.bytes) }
        return text.text
    }
}
