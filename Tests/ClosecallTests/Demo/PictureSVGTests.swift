import Closecall
import Foundation
import Testing

@Suite struct PictureSVGTests {
    private static let file = GalleryFiles.folder.deletingLastPathComponent()
        .appending(path: "Documentation/Pictures/server-vanishes-in-mid-message.svg")

    /// `UPDATE_SNAPSHOTS=1 swift test --filter PictureSVGTests` draws it anew.
    @Test func `the picture in the documentation is drawn from a session as it goes today`() async throws {
        let play = try #require(try await DemoStand.play("server-vanishes-in-mid-message").first)
        let text = PictureSVG(play).text
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: Self.file, encoding: .utf8)))
    }

    @Test func `every ending can be drawn, and is XML`() async throws {
        for play in try await DemoStand.play(DemoEnding.all) {
            let text = PictureSVG(play).text
            let parser = XMLCheck(text)
            #expect(parser.isWellFormed, "\(play.ending.name)")
            #expect(parser.rows == play.picture.lines.count, "\(play.ending.name)")
            #expect(!text.contains("127.0.0.1") && !text.contains(" ms"), "\(play.ending.name)")
        }
    }
}

/// Tags that are closed in the order in which they were opened; what an SVG of ours has of XML.
private struct XMLCheck {
    private(set) var isWellFormed = true
    /// Different heights at which something is drawn between the lanes.
    private(set) var rows = 0

    init(_ text: String) {
        var open: [Substring] = []
        for tag in text.matches(of: /<(\/?)(\w+)[^<>]*?(\/?)>/) {
            if !tag.output.1.isEmpty {
                if open.popLast() != tag.output.2 { isWellFormed = false }
            } else if tag.output.3.isEmpty {
                open.append(tag.output.2)
            }
        }
        let rest = text.replacing(/<\/?\w+[^<>]*>/, with: "").replacing(/&(lt|gt|amp);/, with: "")
        if !open.isEmpty || rest.contains(/[<>&]/) { isWellFormed = false }
        let heights = text.matches(
            of: /<line class="(?!lane)[^>]* y1="(\d+)"|<rect class="(?:fault|quiet)"[^>]* y="(\d+)"/)
        rows = Set(heights.map { $0.output.1 ?? $0.output.2 }).count
    }
}
