import Foundation
import Testing

@testable import ClosecallCLI

@Suite struct ManPageTests {
    @Test func `the command has a page, and each verb, those of verbs too`() {
        let names = ManPage.all.map(\.fileName)
        #expect(names.count == 1 + Verb.all.count + Verb.fuzz.subverbs.count)
        #expect(Set(names).count == names.count)
        #expect(Set(names).isSuperset(of: ["closecall.1", "closecall-proxy.1", "closecall-fuzz-run.1"]))
    }

    @Test func `a page is as it was`() async throws {
        try await Snapshot.check("man", [["man", "explain"], ["man", "fuzz"], ["man", "fuzz", "merge"]])
    }

    @Test(arguments: (Verb.all + Verb.all.flatMap(\.subverbs)).map(\.name))
    func `a verb's page has its options, arguments, examples and notes`(name: String) async throws {
        let words = name.split(separator: " ").map(String.init)
        let verb = try #require(Verb.named(by: words)?.verb)
        let run = await Run(["man"] + words)
        #expect(run.status == 0)
        let page = Plain(run.standardOutput)
        for option in verb.options {
            #expect(page.entries[option.usage.spaceless] == option.meaning.spaceless, "\(option.usage)")
        }
        for positional in verb.positionals {
            #expect(page.entries[positional.usage.spaceless] == positional.summary.spaceless)
        }
        for example in verb.examples {
            #expect(page.entries[example.command.spaceless] == example.purpose.spaceless)
        }
        #expect(page.text.contains(verb.notes.replacing("`", with: "").spaceless))
        #expect(page.entries["--help"] == "thistext")
    }

    @Test func `the command's page has all verbs, and refers to their pages`() async {
        let page = Plain(await Run(["man"]).standardOutput)
        for verb in Verb.all {
            let others = verb.subverbs.isEmpty ? [verb] : verb.subverbs
            for verb in others { #expect(page.entries["closecall\(verb.name)".spaceless] != nil) }
            #expect(page.text.contains(".BRclosecall-\(verb.name)(1)"))
        }
    }

    /// The page would not tell of a new one by itself.
    @Test func `the command's page has each environment variable that is read`() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
        var read: Set<String> = []
        for case let file as URL in try #require(
            FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        where file.pathExtension == "swift" && !file.path.contains("/Benchmarks/") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /(?:environment|self)\["([A-Z_]+)"\]/) {
                read.insert(String(match.output.1))
            }
        }
        #expect(read.count > 5)
        let told = Environment.variables.map { "\($0.name) \($0.purpose)" }.joined(separator: " ")
        for name in read { #expect(told.contains(name), "\(name)") }
    }

    @Test func `all pages are written into a folder`() async throws {
        try await withFolder { folder in
            let run = await Run(["man", "--all", folder])
            #expect(run.status == 0 && run.standardOutput.isEmpty && run.standardError.isEmpty)
            for page in ManPage.all {
                let written = try String(contentsOfFile: "\(folder)/\(page.fileName)", encoding: .utf8)
                #expect(written == page.text)
            }
            let away = await Run(["man", "--all", "\(folder)/none"])
            #expect(away.status == 2)
            #expect(
                away.standardError.hasPrefix("closecall man: cannot write \"\(folder)/none/closecall.1\": "))
        }
    }

    @Test func `what is wrong says what to change`() async throws {
        try await Snapshot.check(
            "man-errors",
            [
                ["man", "explian"], ["man", "gremlins"], ["man", "fuzz", "rnu"], ["man", "demo", "1"],
                ["man", "--all", "/tmp", "demo"], ["completions", "zhs"], ["completions", "tcsh"],
                ["completions"],
            ])
    }
}

/// A page without its markup, and without spaces, which lines are broken at.
private struct Plain {
    let text: String
    /// What stands under a term, by the term.
    let entries: [String: String]

    init(_ roff: String) {
        text = Self.plain(roff)
        var entries: [String: String] = [:]
        for entry in roff.components(separatedBy: "\n.TP\n").dropFirst() {
            let section = entry.components(separatedBy: "\n.SH")[0]
            let lines = section.split(separator: "\n", maxSplits: 1)
            entries[Self.plain(String(lines[0]))] = Self.plain(String(lines.last ?? ""))
        }
        self.entries = entries
    }

    private static func plain(_ roff: String) -> String {
        var text = roff.replacing(/\\f[BIR]/, with: "").replacing(#"\&"#, with: "")
        for (escape, character) in [
            (#"\-"#, "-"), (#"\(aq"#, "'"), (#"\(ga"#, "`"), (#"\(ti"#, "~"), (#"\e"#, "\\"),
        ] {
            text = text.replacing(escape, with: character)
        }
        return text.replacing(/\\\[u2014\]/, with: "—").spaceless
    }
}

extension String {
    fileprivate var spaceless: String { filter { !$0.isWhitespace }.replacing("`", with: "") }
}
