import Closecall
import Foundation
import Testing

@testable import Control

@Suite struct ControlAPIPageTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Documentation/ControlAPI.md")
    private static let routes = NativeAPI(over: Toxiproxy(), version: "").allRoutes

    private static var list: String {
        let rows = routes.map { route in
            let methods = route.methods.isEmpty ? "any" : route.methods.joined(separator: ", ")
            let query = route.terms.queries.map(\.name)
            let asked = query.isEmpty ? "" : "; `?\(query.joined(separator: "=`, `"))=`"
            return "| \(methods) | `\(route.path)` | \(route.summary)\(asked) |\n"
        }
        return "## All routes\n\n| method | path | what it does |\n|---|---|---|\n" + rows.joined()
    }

    /// `UPDATE_SNAPSHOTS=1 swift test --filter ControlAPIPageTests` writes it anew.
    @Test func `the list is that of the table`() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let mark = try #require(
            text.firstRange(of: "UPDATE_SNAPSHOTS=1 swift test --filter ControlAPIPageTests -->\n"))
        let fresh = text[..<mark.upperBound] + "\n" + Self.list
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try fresh.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        let advice: Comment = "it is stale: run this test with UPDATE_SNAPSHOTS=1"
        #expect(try String(contentsOf: Self.page, encoding: .utf8) == fresh, advice)
    }

    @Test func `every request in the page finds a route that takes it`() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8).replacing("\\\n", with: "")
        var found = 0
        for line in text.split(separator: "\n") where line.contains("curl ") {
            let target = try #require(line.firstMatch(of: /\$api(\/[\w\/-]+)/)).output.1
            let method =
                line.firstMatch(of: /-X (\w+)/).map { String($0.output.1) }
                ?? (line.contains(" -T ")
                    ? "PUT" : line.contains(" -d ") || line.contains("-binary") ? "POST" : "GET")
            let segments = target.split(separator: "/").map(String.init)
            let takers = Self.routes.filter { $0.pattern.match(segments) != nil && $0.answers(method) }
            #expect(takers.count == 1, "\(method) \(target)")
            found += 1
        }
        #expect(found > 15)
    }

    @Test func `every toxic and every family of metrics is named in the page`() async throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for toxic in ClassicToxic.all { #expect(text.contains("| `\(toxic.name)` |"), "\(toxic.name)") }
        let toxiproxy = Toxiproxy()
        let metrics =
            await ToxiproxyMetrics.text(toxiproxy.proxies)
            + (await NativeMetrics.text(toxiproxy.proxies, toxiproxy.events))
        for family in metrics.matches(of: /# TYPE (\w+)/) {
            #expect(text.contains("`\(family.output.1)`"), "\(family.output.1)")
        }
    }
}
