/// Metrics in the text exposition format of Prometheus, version 0.0.4.
///
/// Names are stable: they stand in people's dashboards and alerts. All counters begin with `closecall_` and end with
/// `_total`; lengths are in seconds.
public struct PrometheusText: Sendable {
    /// The text so far.
    public private(set) var text = ""

    /// What a scrape answers with.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// A metric's kind.
    public enum Kind: String, Sendable {
        /// It only grows.
        case counter
        /// It goes up and down.
        case gauge
        /// Counts in buckets.
        case histogram
    }

    /// Nothing yet.
    public init() {}

    /// The two lines that stand before a metric's values.
    public mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(Self.escapedHelp(help))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// One value: a whole number.
    public mutating func sample(
        _ name: String, _ labels: [(String, String)] = [], _ value: some BinaryInteger
    ) {
        text += "\(name)\(Self.braced(labels)) \(value)\n"
    }

    /// One value.
    public mutating func sample(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
        text += "\(name)\(Self.braced(labels)) \(Self.number(value))\n"
    }

    /// All lines of a histogram: its buckets hold what those before them hold, too.
    public mutating func histogram(_ name: String, _ labels: [(String, String)], _ buckets: BucketCounts) {
        var sum: UInt64 = 0
        for (bound, count) in zip(BucketCounts.bounds, buckets.counts) {
            sum += count
            sample("\(name)_bucket", labels + [("le", Self.number(bound))], sum)
        }
        sample("\(name)_bucket", labels + [("le", "+Inf")], buckets.count)
        sample("\(name)_sum", labels, buckets.sum)
        sample("\(name)_count", labels, buckets.count)
    }

    private static func braced(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0)=\"\(escapedLabel($1))\"" }.joined(separator: ",") + "}"
    }

    /// A backslash, a quote and a line's end, and nothing else.
    static func escapedLabel(_ value: String) -> String {
        guard value.utf8.contains(where: { [0x5C, 0x22, 0x0A].contains($0) }) else { return value }
        return value.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(scalar)
            }
        }.joined()
    }

    /// Here a quote may stand.
    private static func escapedHelp(_ value: String) -> String {
        escapedLabel(value).replacing("\\\"", with: "\"")
    }

    /// `30`, `0.5`: what is whole needs no point.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? value.description
    }
}

extension SessionMetrics {
    /// What a scrape gets: families in a fixed order, and the values of each in order of their labels.
    public var prometheusText: String {
        var text = PrometheusText()
        writeEndings(&text)
        writeRules(&text)
        writeTraffic(&text)
        return text.text
    }

    private func writeEndings(_ text: inout PrometheusText) {
        let endings = endings.map { ([("cause", $0.key.cause), ("by", $0.key.by)], $0.value) }
        text.counter("closecall_session_endings_total", "Sessions that ended, by cause and culprit.", endings)
        let verdicts = verdicts.map { kind, count in
            ([("side", kind.side), ("code", kind.code), ("clean", kind.isClean ? "true" : "false")], count)
        }
        text.counter(
            "closecall_close_events_total", "What each side's API reported at the end of sessions.", verdicts)
        let name = "closecall_session_duration_seconds"
        text.family(name, .histogram, "How long sessions took, by cause.")
        for (cause, counts) in lengths.sorted(by: { $0.key < $1.key }) {
            text.histogram(name, [("cause", cause)], counts)
        }
    }

    private func writeRules(_ text: inout PrometheusText) {
        text.counter(
            "closecall_rule_firings_total", "How often rules of scenarios fired.",
            firings.map { ([("rule", $0.key)], $0.value) })
        text.counter(
            "closecall_rule_endings_total", "Sessions that rules of scenarios ended, by cause.",
            ruleEndings.map { ([("rule", $0.key.rule), ("cause", $0.key.cause)], $0.value) })
    }

    private func writeTraffic(_ text: inout PrometheusText) {
        func both(_ value: KeyPath<Traffic, UInt64>) -> [([(String, String)], UInt64)] {
            [
                ([("direction", "toServer")], toServer[keyPath: value]),
                ([("direction", "toClient")], toClient[keyPath: value]),
            ]
        }
        text.counter("closecall_bytes_total", "Bytes that came, of sessions that ended.", both(\.bytes))
        text.counter("closecall_frames_total", "Frames of sessions that ended.", both(\.frames))
        text.counter(
            "closecall_messages_total", "Complete messages of sessions that ended.", both(\.messages))
    }
}

extension PrometheusText {
    fileprivate mutating func counter(
        _ name: String, _ help: String, _ samples: [([(String, String)], UInt64)]
    ) {
        family(name, .counter, help)
        let sorted = samples.sorted { left, right in
            left.0.map(\.1).lexicographicallyPrecedes(right.0.map(\.1))
        }
        for (labels, value) in sorted { sample(name, labels, value) }
    }
}
