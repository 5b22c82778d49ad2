import Foundation
import Testing

/// That every link of the documentation leads somewhere. Other people's pages are not asked: only the shape of their
/// addresses is looked at.
struct DocumentationLinkTests {
    @Test
    func `every link in the documentation leads to a file, and every anchor to a heading`() throws {
        let pages = try MarkdownPage.all.get()
        #expect(pages["README.md"] != nil && pages["Documentation/Scenarios.md"] != nil)
        let complaints = pages.values.sorted { $0.path < $1.path }.flatMap { page in
            page.links.compactMap { link in
                Self.objection(to: link.target, in: page, pages).map {
                    Complaint(path: page.path, line: link.line, message: $0)
                }
            }
        }
        #expect(complaints.isEmpty, "\n\(complaints.report)")
    }

    @Test
    func `every page of the documentation is in its index`() throws {
        let pages = try MarkdownPage.all.get()
        let index = try #require(pages["Documentation/README.md"])
        let linked = Set(index.links.map { $0.target.split(separator: "#")[0] }.map(String.init))
        let names = pages.keys.filter { $0.hasPrefix("Documentation/") }.map {
            String($0.dropFirst("Documentation/".count))
        }
        #expect(Set(names).subtracting(linked).subtracting(["README.md"]).sorted() == [])
    }

    @Test(arguments: [
        ("[a](b.md)", "there is no b.md"), ("[a](README.md#nowhere)", "README.md has no heading #nowhere"),
        ("[a](#here-1)", "a.md has no heading #here-1"), ("[a](/README.md)", "begins with a slash"),
        ("[a](../README.md)", "leads out of the checkout"), ("![a](b.svg)", "there is no b.svg"),
        ("<https://>", "is no address"), ("[a](ftp://example.com)", "is no address"),
        ("[a](http://example.com/)", "say https"), ("<img src=\"b.svg\">", "there is no b.svg"),
    ])
    func `a planted link that leads nowhere is seen`(text: String, expected: String) throws {
        let page = MarkdownPage(path: "a.md", text: "# Here\n\n\(text)\n")
        let pages = try MarkdownPage.all.get().merging(["a.md": page]) { $1 }
        let objections = page.links.map { Self.objection(to: $0.target, in: page, pages) }
        #expect(page.links.map(\.line) == [3])
        #expect(objections.first??.contains(expected) == true, "\(objections)")
    }

    @Test(arguments: [
        "[a](README.md)", "[a](#here)", "[a](#it--they-2-code)", "[a](#here-1)", "`[a](b.md)`",
        "[a](Scenarios/)",
        "```\n[a](b.md)\n```", "[a](https://example.com/a_(b)#c)", "[a](LICENSE)",
    ])
    func `a link that leads somewhere is let through`(text: String) throws {
        let page = MarkdownPage(path: "a.md", text: "# Here\n## It & they: 2 `code`\n### Here\n\(text)\n")
        let pages = try MarkdownPage.all.get().merging(["a.md": page]) { $1 }
        #expect(page.links.allSatisfy { Self.objection(to: $0.target, in: page, pages) == nil })
    }

    private static func objection(
        to target: String, in page: MarkdownPage, _ pages: [String: MarkdownPage]
    ) -> String? {
        if target.contains(":") { return objection(toAddress: target) }
        if target.hasPrefix("/") { return "\(target) begins with a slash: write it from the page's folder" }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let folder = page.path.split(separator: "/").dropLast()
        guard let file = resolve(parts[0], from: folder.map(String.init)) else {
            return "\(target) leads out of the checkout"
        }
        let path = parts[0].isEmpty ? page.path : file
        guard pages[path] != nil || exists(path) else { return "there is no \(path)" }
        guard parts.count > 1 else { return nil }
        let isHeading = pages[path]?.anchors.contains(String(parts[1])) ?? false
        return isHeading ? nil : "\(path) has no heading #\(parts[1])"
    }

    private static func objection(toAddress target: String) -> String? {
        guard let address = URL(string: target), let host = address.host(), host.contains("."),
            ["http", "https"].contains(address.scheme)
        else { return "\(target) is no address" }
        return address.scheme == "https" ? nil : "\(target): say https"
    }

    private static func resolve(_ target: Substring, from folder: [String]) -> String? {
        var parts = folder
        for part in target.split(separator: "/") {
            switch part {
            case ".": continue
            case ".." where parts.isEmpty: return nil
            case "..": parts.removeLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: SourceFile.root.appending(path: path).path)
    }
}
