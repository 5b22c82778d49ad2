import Foundation
import Testing

@testable import Closecall

@Suite struct JournalSchemaTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Documentation")

    /// `UPDATE_SNAPSHOTS=1 swift test --filter JournalSchemaTests` writes both anew.
    @Test func `the schema and the documentation say what the table says`() throws {
        let schema = Self.folder.appending(path: "journal.schema.json")
        let page = Self.folder.appending(path: "Journal.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let mark = try #require(
            text.firstRange(of: "UPDATE_SNAPSHOTS=1 swift test --filter JournalSchemaTests -->\n"))
        let fresh = text[..<mark.upperBound] + "\n" + JournalSchema.tables
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try JournalSchema.text.write(to: schema, atomically: true, encoding: .utf8)
            try fresh.write(to: page, atomically: true, encoding: .utf8)
        }
        let advice: Comment = "it is stale: run this test with UPDATE_SNAPSHOTS=1"
        #expect(try String(contentsOf: schema, encoding: .utf8) == JournalSchema.text, advice)
        #expect(try String(contentsOf: page, encoding: .utf8) == fresh, advice)
    }

    @Test func `every reference leads somewhere, and nothing is there for nothing`() throws {
        let names = JournalSchema.lines.map(\.name) + JournalSchema.parts.map(\.name)
        let references = JournalSchema.text.matches(of: /"#\/\$defs\/([a-zA-Z.]+)"/).map { String($0.1) }
        #expect(Set(references) == Set(names))
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: [false, true]) func `every kind of line conforms`(redacts: Bool) throws {
        let validator = try SchemaValidator.journal()
        var scribe = JournalScribe.sample(redacts: redacts)
        let head = JournalHead(closecall: "0.1.0", command: ["closecall"])
        var lines = SampleEnding.entries.map { scribe.line($0) } + [scribe.missed(3)]
        lines.append(scribe.start(head, part: 1))
        var kinds: Set<String> = []
        for line in lines {
            let text = String(decoding: line, as: UTF8.self)
            #expect(text.hasSuffix("}\n") && text.count { $0 == "\n" } == 1)
            #expect(try validator.complaint(about: text) == nil, "\(text)")
            kinds.insert(try #require(try LineValue(text)["event"]?.text))
        }
        #expect(kinds == Set(JournalSchema.lines.map(\.name)))
    }

    @Test(arguments: [
        (#""session":17"#, #""session":0"#), (#""session":17"#, #""session":"17""#),
        (#""session":17"#, #""session":1.5"#), (#""session":17,"#, ""),
        (#""session":17"#, #""session":17,"x":1"#),
        (#""cause":"closed-by-client""#, #""cause":"because""#), (#""code":4000"#, #""code":null"#),
        (#""time":"2026"#, #""time":"26"#), (#""wasClean":true"#, #""wasClean":1"#),
        (#""payload":"0fa0"#, #""payload":"0FA0"#), (#""event":"session.end""#, #""event":"end""#),
    ]) func `what no line may be does not conform`(right: String, wrong: String) throws {
        let validator = try SchemaValidator.journal()
        var scribe = JournalScribe.sample()
        let line = String(
            decoding: scribe.line(.ended(SampleEnding.report, at: SampleEnding.start)),
            as: UTF8.self)
        let broken = line.replacing(right, with: wrong, maxReplacements: 1)
        #expect(broken != line)
        #expect(try validator.complaint(about: line) == nil)
        #expect(try validator.complaint(about: broken) != nil)
    }
}
