internal import Testing

@testable internal import Closecall

@Suite struct SessionMetricsTests {
    @Test func `sessions and firings come out in the exposition format, in a fixed order`() {
        var metrics = SessionMetrics()
        metrics.end(
            Self.session("killed-by-fault", 1006, by: "fault", rule: #"cut "3" \ done"#, .milliseconds(50)))
        metrics.end(Self.session("closed-by-client", 1000, by: "client", rule: nil, .seconds(2)))
        metrics.end(Self.session("closed-by-client", 1000, by: "client", rule: nil, .seconds(100_000)))
        metrics.fired(rule: "line\nend")
        let text = metrics.prometheusText
        #expect(
            text.hasPrefix(
                """
                # HELP closecall_session_endings_total Sessions that ended, by cause and culprit.
                # TYPE closecall_session_endings_total counter
                closecall_session_endings_total{cause="closed-by-client",by="client"} 2
                closecall_session_endings_total{cause="killed-by-fault",by="fault"} 1
                # HELP closecall_close_events_total What each side's API reported at the end of sessions.
                # TYPE closecall_close_events_total counter
                closecall_close_events_total{side="client",code="1000",clean="true"} 2
                closecall_close_events_total{side="client",code="1006",clean="false"} 1
                closecall_close_events_total{side="server",code="pending",clean="false"} 3
                # HELP closecall_session_duration_seconds How long sessions took, by cause.
                # TYPE closecall_session_duration_seconds histogram
                closecall_session_duration_seconds_bucket{cause="closed-by-client",le="0.01"} 0

                """))
        #expect(
            text.contains(#"closecall_session_duration_seconds_bucket{cause="closed-by-client",le="5"} 1"#))
        #expect(
            text.contains(
                #"closecall_session_duration_seconds_bucket{cause="closed-by-client",le="86400"} 1"#))
        #expect(
            text.contains(#"closecall_session_duration_seconds_bucket{cause="closed-by-client",le="+Inf"} 2"#)
        )
        #expect(text.contains(#"closecall_session_duration_seconds_sum{cause="closed-by-client"} 100002"#))
        #expect(text.contains(#"closecall_session_duration_seconds_sum{cause="killed-by-fault"} 0.05"#))
        #expect(text.contains(#"closecall_rule_firings_total{rule="line\nend"} 1"#))
        #expect(
            text.contains(
                #"closecall_rule_endings_total{rule="cut \"3\" \\ done",cause="killed-by-fault"} 1"#))
        #expect(text.contains(#"closecall_bytes_total{direction="toServer"} 0"#))
        #expect(text.hasSuffix("\n") && !text.contains("\n\n"))
    }

    @Test func `buckets of a histogram only grow, to the count of all`() {
        var metrics = SessionMetrics()
        for milliseconds in [1, 20, 300, 4000, 50_000, 600_000] {
            metrics.end(Self.session("no-status", 1005, by: "client", rule: nil, .milliseconds(milliseconds)))
        }
        let counts = metrics.prometheusText.matches(of: /_bucket\{[^}]*\} (\d+)/).compactMap {
            Int($0.output.1)
        }
        #expect(counts == [1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 6, 6])
    }

    @Test func `workers' metrics sum up`() {
        var left = SessionMetrics()
        var right = SessionMetrics()
        left.end(Self.session("no-status", 1005, by: "client", rule: nil, .seconds(1)))
        right.end(Self.session("no-status", 1005, by: "client", rule: nil, .seconds(2)))
        right.fired(rule: "a")
        left.fired(rule: "a")
        let sum = left + right
        #expect(sum.endings == [.init(cause: "no-status", by: "client"): 2])
        #expect(sum.firings == ["a": 2])
        #expect(sum.lengths["no-status"]?.count == 2)
        #expect(sum.lengths["no-status"]?.sum == 3)
    }

    @Test func `a peer that makes codes up fills nothing`() {
        var metrics = SessionMetrics()
        for code in 0...UInt16.max {
            metrics.end(Self.session("closed-by-server", code, by: "server", rule: nil, .zero))
        }
        #expect(metrics.verdicts.count <= SessionMetrics.mostVerdicts + 4)
        #expect(metrics.verdicts.filter { $0.key.side == "client" }.values.reduce(0, +) == 65_536)
    }

    private static func session(
        _ cause: String, _ code: UInt16, by: String, rule: String?, _ duration: Duration
    ) -> EndedSession {
        EndedSession(
            number: 1, cause: cause, by: by, rule: rule,
            client: SeenEnding(.event(code: code, reason: "", wasClean: code != 1006)),
            server: SeenEnding(.pending), duration: duration)
    }
}
