import Faults
import Foundation
import Testing

@testable import ClosecallCLI

@Suite struct FaultsVerbTests {
    @Test func `without a name every fault is listed under what it works on`() async throws {
        try await Snapshot.check("faults", [["faults"]])
        let words = await Run(["faults"]).standardOutput.split(separator: "\n").compactMap { line in
            line.hasPrefix("  ") ? line.split(separator: " ").first.map(String.init) : nil
        }
        #expect(Set(FaultCatalog.all.map(\.name)).isSubset(of: words))
    }

    @Test func `a fault's page tells all about it`() async throws {
        try await Snapshot.check(
            "faults-pages",
            ["truncate", "malform-close", "drop", "rewrite-close", "status", "link"].map { ["faults", $0] })
    }

    @Test func `a terminal gets colours and its own width`() async throws {
        let terminal = Output.Stream(isTerminal: true, style: .coloured, width: 60)
        try await Snapshot.check(
            "faults-terminal", [["faults"], ["faults", "invalid-utf8"]], stream: terminal)
    }

    @Test func `json is one object a line`() async throws {
        try await Snapshot.check("faults-json", [["faults", "truncate", "--json"]])
        let lines = await Run(["faults", "--json"]).standardOutput.split(separator: "\n")
        #expect(lines.count == FaultCatalog.all.count)
        for (line, kind) in zip(lines, FaultCatalog.all) {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["name"] as? String == kind.name)
            #expect(object["example"] as? String == kind.example)
            #expect((object["parameters"] as? [Any])?.count == kind.parameters.count)
        }
    }

    @Test func `links by name are listed in families`() async throws {
        let text = await Run(["faults", "--presets"]).standardOutput
        let names = text.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        #expect(names.map { $0.dropFirst(2) } == LinkPresets.names[...].map { $0[...] })
        #expect(text.hasPrefix("closecall\n  subway\n"))
        let lines = await Run(["faults", "--presets", "--json"]).standardOutput.split(separator: "\n")
        #expect(lines.count == LinkPresets.all.count)
        #expect(lines.contains { $0.hasPrefix(#"{"name":"apple/3g","family":"apple","about":"#) })
    }

    @Test func `the schema is one, and knows every fault`() async throws {
        let run = await Run(["faults", "--schema"])
        let schema = try #require(
            try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
        #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        for kind in FaultCatalog.all { #expect(run.standardOutput.contains("\"\(kind.name)\"")) }
    }

    @Test func `what is wrong says what to change`() async throws {
        try await Snapshot.check(
            "faults-errors",
            [
                ["faults", "truncat"], ["faults", "gremlins"], ["faults", ""], ["faults", "apple/3g"],
                ["faults", "code-1006"], ["faults", "drop", "delay"], ["faults", "drop", "--presets"],
                ["faults", "--presets", "--markdown"], ["faults", "--markdown", "--json"],
                ["faults", "--schema", "--json"], ["faults", "--preset"],
            ])
    }

    @Test(arguments: FaultCatalog.all.map(\.name))
    func `no line of a page but an example's is longer than the terminal is wide`(name: String) async {
        let page = await Run(["faults", name]).standardOutput.components(separatedBy: "Example\n")[0]
        for line in page.split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
            #expect(line.last != " ", "\(line)")
        }
    }

    @Test(arguments: FaultCatalog.all.map(\.name))
    func `each spelling of a fault that a page shows can be read`(name: String) throws {
        let kind = try #require(FaultCatalog.kind(named: name))
        for spelling in kind.spellings {
            let parts = spelling.split(separator: ": ", maxSplits: 1)
            var problems: [ValueProblem] = []
            let value = parts.count > 1 ? Value(String(parts[1])) : nil
            #expect(kind.fault(from: value, at: Place(line: 1, column: 1), &problems) != nil)
            #expect(parts.first.map(String.init) == name)
            #expect(problems.isEmpty)
        }
    }

    /// `UPDATE_SNAPSHOTS=1 swift test --filter FaultsVerbTests` writes it anew.
    @Test func `the reference in the documentation is the catalog's`() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(
                path: "Documentation/Faults.md")
        let text = await Run(["faults", "--markdown"]).standardOutput
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        #expect(stored == text, "Documentation/Faults.md is stale: run this test with UPDATE_SNAPSHOTS=1")
        for kind in FaultCatalog.all { #expect(stored.contains("\n### \(kind.name)\n")) }
    }
}
