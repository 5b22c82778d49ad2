import Faults
import Foundation
import Scenarios
import Testing

/// The tables of keys in Documentation/Scenarios.md are those that files are read by.
@Suite struct ScenarioDocumentationTests {
    /// `UPDATE_SNAPSHOTS=1 swift test --filter ScenarioDocumentationTests` writes them anew.
    @Test func `the tables of keys are fresh`() throws {
        let stored = try String(contentsOf: Self.file, encoding: .utf8)
        let fresh = try Self.refreshed(stored)
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try fresh.write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            #expect(
                stored == fresh, "Documentation/Scenarios.md is stale: run this test with UPDATE_SNAPSHOTS=1")
        }
        for map in ScenarioReference.maps where map.name != "profile" {
            #expect(fresh.contains("<!-- keys: \(map.name) -->"), "\(map.name) is not in Scenarios.md")
        }
    }

    @Test(arguments: [("Documentation/Scenarios.md", 2), ("README.md", 1)])
    func `examples in the documentation can be read`(name: String, count: Int) throws {
        let root = GalleryFiles.folder.deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(blocks.count == count)
        for block in blocks {
            let isWhole = "\n\(block)".contains("\nname:")
            _ = try Scenario(reading: isWhole ? block : "name: an example\n" + block, file: name)
        }
    }

    private static let file = GalleryFiles.folder.deletingLastPathComponent()
        .appending(path: "Documentation/Scenarios.md")

    /// The page with each table between its marks made anew.
    private static func refreshed(_ page: String) throws -> String {
        var parts = page.components(separatedBy: "<!-- keys: ")
        for index in parts.indices.dropFirst() {
            let name = try #require(parts[index].components(separatedBy: " -->").first)
            let rest = try #require(parts[index].range(of: "<!-- end -->"))
            parts[index] = "\(name) -->\n\(try table(name))\n\(parts[index][rest.lowerBound...])"
        }
        return parts.joined(separator: "<!-- keys: ")
    }

    private static func table(_ name: String) throws -> String {
        let keys =
            name == "steps"
            ? ScenarioReference.steps : try #require(ScenarioReference.maps.first { $0.name == name }).keys
        let rows = keys.map { key in
            let needed = key.isRequired ? " (needed)" : ""
            return "| `\(key.name)` | \(key.summary)\(needed) | \(samples(key)) |"
        }
        return (["", "| Key | What it says | Such as |", "| --- | --- | --- |"] + rows + [""])
            .joined(separator: "\n")
    }

    private static func samples(_ key: ValueForm.Key) -> String {
        // Any text is not worth an example.
        var samples = key.examples.filter { $0 != "hello" }
        if samples.isEmpty { samples = words(key.shape) }
        return samples.map { "`\($0)`" }.joined(separator: ", ")
    }

    private static func words(_ shape: ValueForm.Shape) -> [String] {
        switch shape {
        case .choice(let choices): choices.map(\.name)
        case .flag: ["true", "false"]
        case .either(let shapes): shapes.map(words).first { !$0.isEmpty } ?? []
        case .text, .integer, .number, .list, .object, .reference, .any: []
        }
    }
}
