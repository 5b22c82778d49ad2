import Foundation

/// One page of the documentation: what it links to, and what can be linked to in it.
struct MarkdownPage {
    /// From the top of the checkout: `Documentation/Traces.md`.
    let path: String
    /// The targets of its links and pictures, with their lines.
    let links: [(line: Int, target: String)]
    /// What may stand behind a `#`.
    let anchors: Set<String>

    init(path: String, text: String) {
        self.path = path
        let prose = Self.withoutCode(text.split(separator: "\n", omittingEmptySubsequences: false))
        links = prose.flatMap { number, line in
            Self.targets(in: Self.withoutCodeSpans(line)).map { (number, $0) }
        }
        anchors = Self.anchors(of: prose.compactMap { Self.heading($0.text) })
    }

    /// The lines outside of fences, by their numbers.
    private static func withoutCode(_ lines: [Substring]) -> [(number: Int, text: String)] {
        var isCode = false
        return lines.enumerated().compactMap { index, line in
            let isFence = line.drop { $0 == " " }.hasPrefix("```")
            if isFence { isCode.toggle() }
            return isFence || isCode ? nil : (index + 1, String(line))
        }
    }

    private static func withoutCodeSpans(_ line: String) -> String {
        line.replacing(/`[^`]*`/, with: "code")
    }

    private static func targets(in line: String) -> [String] {
        let inline = line.matches(of: /\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^)]*\)/)
        let bare = line.matches(of: /<(https?:[^>]*)>/)
        let ofHTML = line.matches(of: /(?:src|srcset|href)="([^"]*)"/)
        return (inline.map(\.output.1) + bare.map(\.output.1) + ofHTML.map(\.output.1)).map(String.init)
    }

    private static func heading(_ line: String) -> String? {
        line.wholeMatch(of: /#{1,6} +(.*?)(?: +#+)?/).map { String($0.output.1) }
    }

    /// By GitHub's rule: small letters, a hyphen for each blank, no punctuation, and a number behind what is there
    /// already.
    private static func anchors(of headings: [String]) -> Set<String> {
        var found: Set<String> = []
        var counts: [String: Int] = [:]
        for heading in headings {
            let text = heading.replacing(/!?\[([^\]]*)\]\([^)]*\)/) { $0.output.1 }
            let anchor = String(
                text.lowercased().compactMap { sign -> Character? in
                    if sign == " " { return "-" }
                    return sign.isLetter || sign.isNumber || sign == "-" || sign == "_" ? sign : nil
                })
            let count = counts[anchor, default: 0]
            counts[anchor] = count + 1
            found.insert(count == 0 ? anchor : "\(anchor)-\(count)")
        }
        return found
    }
}

extension MarkdownPage {
    /// All that we wrote, by path.
    static let all = Result {
        let files = FileManager.default
        let top = try files.contentsOfDirectory(atPath: SourceFile.root.path).filter { !$0.hasPrefix(".") }
        let paths = top.flatMap { entry in
            let below = files.enumerator(atPath: SourceFile.root.appending(path: entry).path)
            return [entry] + (below?.compactMap { ($0 as? String).map { "\(entry)/\($0)" } } ?? [])
        }
        let pages = paths.filter { $0.hasSuffix(".md") && !$0.contains("/.") }
        return try Dictionary(
            uniqueKeysWithValues: pages.map { path in
                let text = try String(contentsOf: SourceFile.root.appending(path: path), encoding: .utf8)
                return (path, MarkdownPage(path: path, text: text))
            })
    }
}
