import Closecall
import Testing

@testable import Control

@Suite(.timeLimit(.minutes(1)))
struct NativeMetricsTests {
    @Test func `endings, codes, firings and open sessions are counted, also of proxies that are gone`()
        async throws
    {
        try await NativeRig.with { rig in
            let url = try await rig.makeProxy()
            try await rig.ask("PUT", "/v1/scenarios/reset", NativeRig.reset, status: 201)
            try await rig.ask("POST", "/v1/scenarios/reset/arm")
            let socket = try await OpenSocket(url)
            try socket.send("x")
            _ = try await socket.end()
            try await rig.ask("GET", "/v1/proxies/p/endings/1?wait=5s")
            _ = try await OpenSocket(url)
            let answer = try await rig.control.ask("GET", "/metrics")
            #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.body.contains("closecall_open_sessions{proxy=\"p\"} 1\n"))
            #expect(answer.body.contains("closecall_rule_firings_total{rule=\"cut\"} 1\n"))
            #expect(
                answer.body.contains(
                    "closecall_close_events_total{side=\"client\",code=\"1006\",clean=\"false\"} 1\n"))
            try await rig.ask("DELETE", "/proxies/p", status: 204)
            let later = try await rig.control.ask("GET", "/metrics").body
            #expect(!later.contains("closecall_open_sessions{") && later.contains("by=\"fault\"} 1\n"))
            #expect(later.contains("by=\"proxy\"} 1\n"), "\(later)")
        }
    }
}
