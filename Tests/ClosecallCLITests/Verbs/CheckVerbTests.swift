import Foundation
import Testing

@testable import ClosecallCLI

@Suite struct CheckVerbTests {
    @Test func `the gallery is fine`() async {
        let gallery = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scenarios").path()
        let run = await Run(["check", gallery])
        #expect(run.status == 0)
        #expect(run.standardOutput.wholeMatch(of: /\d\d files are fine\n/) != nil)
        #expect(run.standardError.isEmpty)
    }

    @Test func `all that is wrong with all files is said, each with its place`() async throws {
        try await withFiles(["fine.yaml": Self.fine, "broken.yaml": Self.broken, "more/empty.yml": ""]) {
            folder in
            try await Snapshot.check(
                "check",
                [
                    ["check", "\(folder)/fine.yaml"], ["check", "\(folder)/broken.yaml"], ["check", folder],
                    ["check", folder, "--json"], ["check", "\(folder)/fine.yaml", "--json"],
                ], replacing: [folder: "scenarios"])
        }
    }

    @Test func `a journal tells which rules fired`() async throws {
        try await withFiles(["fine.yaml": Self.fine, "run.jsonl": Self.journal]) { folder in
            let scenario = "\(folder)/fine.yaml"
            let journal = "\(folder)/run.jsonl"
            try await Snapshot.check(
                "check-against",
                [
                    ["check", scenario, "--against", journal],
                    ["check", scenario, "--against", journal, "--json"],
                ], replacing: [folder: "scenarios"])
        }
        let complete = Self.journal + Self.fired("second", message: 4)
        try await withFiles(["fine.yaml": Self.fine, "run.jsonl": complete]) { folder in
            let run = await Run(["check", "\(folder)/fine.yaml", "--against", "\(folder)/run.jsonl"])
            #expect(run.status == 0)
            #expect(!run.standardOutput.contains("never"))
        }
    }

    @Test func `what cannot be read says what to change`() async throws {
        try await withFiles(["fine.yaml": Self.fine, "none/readme.txt": ""]) { folder in
            let scenario = "\(folder)/fine.yaml"
            try await Snapshot.check(
                "check-errors",
                [
                    ["check"], ["check", "\(folder)/missing.yaml"], ["check", "\(folder)/none"],
                    ["check", scenario, "--against", scenario],
                    ["check", scenario, "--against", "\(folder)/x"],
                    ["check", scenario, "--against"], ["check", scenario, "--agains", "x"],
                ], replacing: [folder: "scenarios"])
        }
    }

    private func withFiles(
        _ files: [String: String], _ body: (String) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            for (name, text) in files {
                let file = URL(filePath: folder).appending(path: name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: file, atomically: false, encoding: .utf8)
            }
            try await body(folder)
        }
    }

    private static let fine = """
        name: Two rules
        rules:
          - name: first
            when: { direction: toClient, kind: text, nth: 3 }
            do: drop
          - name: second
            when: { direction: toServer, kind: close }
            do: swallow-close

        """

    private static let broken = """
        name: Three mistakes
        rules:
          - when: { direction: toClinet, kind: text }
            do: truncat
          - do:
              - delay: 250

        """

    private static let journal =
        #"{"event":"journal.start","version":1,"part":1,"seed":"0","scenario":{"name":"Two rules"}}"# + "\n"
        + fired("first", message: 3) + fired("first", message: 3) + fired("older", message: 1)
        + #"{"event":"session.end","session":1,"key":"/","ordinal":1}"# + "\n"

    private static func fired(_ rule: String, message: Int) -> String {
        #"{"event":"fault","session":1,"age":0.1,"key":"/","ordinal":1,"direction":"toClient","at":"message "#
            + #"\#(message)","rule":"\#(rule)","identity":"\#(rule)","faults":["drop"],"dice":"1f"}"#
            + "\n"
    }
}
