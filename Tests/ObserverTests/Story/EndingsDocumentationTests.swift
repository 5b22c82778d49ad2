internal import Foundation
@testable internal import Observer
internal import Testing

/// Documentation/Endings.md says of every cause what `Cause` says.
struct EndingsDocumentationTests {
    /// `UPDATE_SNAPSHOTS=1 swift test --filter EndingsDocumentationTests` writes it anew.
    @Test
    func `the page of endings is fresh`() throws {
        let fresh = Self.page
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try fresh.write(to: Self.file, atomically: true, encoding: .utf8)
            return
        }
        let stored = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(stored == fresh, "Documentation/Endings.md is stale: run this test with UPDATE_SNAPSHOTS=1")
        for identifier in Cause.identifiers { #expect(fresh.contains("## `\(identifier)`\n")) }
    }

    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Documentation/Endings.md")

    private static var page: String {
        ([opening] + Cause.identifiers.map(chapter)).joined(separator: "\n\n") + "\n"
    }

    private static let opening = """
        # How sessions end

        Every session that closecall watches gets a *cause* from the list below: its identifier stands in the
        journal (`cause`), in reports, and in the `expect:` of a scenario. Beside it stands `by`, whose doing it
        was (`client`, `server`, `fault`, `proxy`, `network`), and `story`, one sentence with the facts of that
        session, in English or French (`--lang`).

        What is known rests on what passed. Every Close and every end is looked at. Payloads are looked
        into for the first 4 KiB of each direction, and for 4 KiB behind every pause of a tenth of a second: that is
        all that a person types and most of what a service says. In a flood only the two bytes are read that say how
        long a frame is, and of the last frame the first 128 bytes are kept and looked at when something happens. So a
        flaw in a flood may go unnamed: then the cause is `refused-frames`, and the verdict follows from what the
        endpoint did. `--frames` looks into all there is.

        Identifiers are stable: some may come, none goes or changes its meaning. This page is made from the
        sources by a test.
        """

    private static func chapter(_ identifier: String) -> String {
        guard let kind = CauseKind(identifier: identifier) else { return "" }
        let text = EnglishNarrator.text(of: kind)
        var paragraphs = [
            "## `\(identifier)`", "*\(text.label)*. \(text.meaning) \(text.usually)", text.next,
        ]
        if let example = StoryCase.all.first(where: { $0.ending.cause.identifier == identifier }) {
            paragraphs.append("> \(example.english)\n>\n> \(example.french)")
        }
        return paragraphs.joined(separator: "\n\n")
    }
}
