import Foundation

/// One Swift file of this checkout, or a made-up one for a rule's own test.
struct SourceFile {
    /// From the top of the checkout: `Sources/Reactor/EventLoop.swift`.
    let path: String
    private let text: String
    /// The lines as they stand.
    let lines: [Substring]
    /// The same lines with comments, strings and backticked names taken out.
    let code: [String]
    /// The same lines with everything but comments taken out.
    let comments: [String]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var lexer = CommentSplitter(text)
        (code, comments) = lexer.split()
    }

    /// Whether any of the words stands anywhere in it. Nearly no file has a given offence, and looking for a
    /// word is a hundred times quicker than matching an expression with every line.
    func mentions(_ words: [String]) -> Bool {
        words.contains { text.range(of: $0, options: .literal) != nil }
    }

    /// The folder below Sources or Tests that the file stands in, which is the target's name.
    var target: String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }
}

extension SourceFile {
    /// The top of this checkout.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What the products are made of.
    static let sources = everything.map { $0.filter { $0.path.hasPrefix("Sources/") } }
    /// All that we wrote in Swift.
    static let everything = Result { try all(below: ["Sources", "Tests", "Fuzz"]) }

    private static func all(below folders: [String]) throws -> [SourceFile] {
        var found: [SourceFile] = []
        for folder in folders {
            let base = root.appending(path: folder)
            guard let paths = FileManager.default.enumerator(atPath: base.path) else { continue }
            // The steps of a tutorial are no sources of the target whose pages they stand in.
            for case let path as String in paths where path.hasSuffix(".swift") && !path.contains(".docc/") {
                let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
                found.append(SourceFile(path: folder + "/" + path, text: text))
            }
        }
        return found.sorted { $0.path < $1.path }
    }
}

/// What a rule has against a line, in the form that editors jump to.
struct Complaint: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): error: \(message)" }
}

extension [Complaint] {
    /// One complaint a line, so that a failed expectation reads like a compiler's output.
    var report: String { map(\.description).joined(separator: "\n") }
}
