import Closecall
import Foundation
import Observer
import Testing

@testable import ClosecallCLI

struct CloseCodeReferenceTests {
    /// `UPDATE_SNAPSHOTS=1 swift test --filter CloseCodeReferenceTests` writes them anew.
    @Test(arguments: [("en", "CloseCodes.md"), ("fr", "CloseCodes.fr.md")])
    func `the pages of close codes are the guide's`(language: String, name: String) async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Documentation/\(name)")
        let text = await Run(["explain", "--markdown", "--lang", language]).standardOutput
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let stored = try String(contentsOf: file, encoding: .utf8)
        #expect(stored == text, "Documentation/\(name) is stale: run this test with UPDATE_SNAPSHOTS=1")
    }

    @Test(arguments: Language.allCases)
    func `each group of codes has a chapter, and each row of the table a link to it`(language: Language) async
    {
        let text = CloseCodeReference(language: language).text
        let groups = CloseCodeGuide.groups(in: 0...UInt16.max)
        #expect(text.matches(of: #/\n## /#).count == groups.count)
        #expect(text.matches(of: #/\n\| \[[0-9-]+\]\(#[0-9a-z-]+\)/#).count == groups.count)
        #expect(text.contains("\n| [1006](#1006-abnormal-closure) | Abnormal Closure |"))
        #expect(text.contains("\n## 1006 Abnormal Closure\n"))
    }

    @Test func `what cannot be asked for together says what to drop`() async throws {
        try await Snapshot.check(
            "explain-markdown-errors",
            [
                ["explain", "--markdown", "1006"], ["explain", "--markdown", "--json"],
                ["explain", "--markdown", "--journal", "run.jsonl"],
            ])
    }
}
