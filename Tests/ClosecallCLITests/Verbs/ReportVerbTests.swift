import Foundation
import Testing

@testable import ClosecallCLI

@Suite struct ReportVerbTests {
    @Test func `figures come first, then what ended badly`() async throws {
        try await withJournal { file in
            try await Snapshot.check("report", [["report", file]], replacing: [file: "run.jsonl"])
            try await Snapshot.check(
                "report-french", [["report", file, "--lang", "fr"]], replacing: [file: "run.jsonl"])
            let terminal = Output.Stream(isTerminal: true, style: .coloured, width: 60)
            try await Snapshot.check(
                "report-terminal", [["report", file]], stream: terminal,
                replacing: [file: "run.jsonl"])
        }
    }

    @Test func `sessions are selected by what is asked for, and none of them is a no`() async throws {
        try await withJournal { file in
            try await Snapshot.check(
                "report-selections",
                [
                    ["report", file, "--only-abnormal"], ["report", file, "--code", "1006"],
                    ["report", file, "--code=pending"], ["report", file, "--cause", "killed-by-fault"],
                    ["report", file, "--by", "server"], ["report", file, "--session", "3"],
                    ["report", file, "--code", "1000", "--only-abnormal"],
                    ["report", file, "--code", "4999"],
                ], replacing: [file: "run.jsonl"])
        }
    }

    @Test func `json is a line for each session, and one with the figures`() async throws {
        try await withJournal { file in
            try await Snapshot.check(
                "report-json",
                [["report", file, "--json"], ["report", file, "--json", "--only-abnormal"]],
                replacing: [file: "run.jsonl"])
        }
    }

    @Test func `what cannot be read says what to change`() async throws {
        try await withJournal { file in
            let folder = String(file.dropLast("run.jsonl".count))
            try "".write(toFile: folder + "empty.jsonl", atomically: false, encoding: .utf8)
            try "name: x\n".write(toFile: folder + "no.yaml", atomically: false, encoding: .utf8)
            try await Snapshot.check(
                "report-errors",
                [
                    ["report"], ["report", folder + "missing.jsonl"], ["report", folder + "empty.jsonl"],
                    ["report", folder + "no.yaml"], ["report", file, "--cause", "killed-by-faul"],
                    ["report", file, "--cause", "gremlins"], ["report", file, "--code", "70000"],
                    ["report", file, "--by", "me"], ["report", file, "--session", "99"],
                    ["report", file, "--session", "x"], ["report", file, "-o"],
                    ["report", file, "-o", folder + "no/such/report.html"], ["report", file, "-x"],
                ], replacing: [folder: ""])
        }
    }

    @Test func `a broken line is said, and the rest is read`() async throws {
        try await withJournal { file in
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let broken = text.replacing(/(?=\{"event":"session.end")/, with: "no json\n", maxReplacements: 2)
            try (broken + #"{"event":"session.en"#).write(toFile: file, atomically: false, encoding: .utf8)
            let run = await Run(["report", file])
            #expect(run.status == 0)
            #expect(run.standardError.contains("is broken and was left out, and 1 more line like it"))
            #expect(run.standardOutput.hasPrefix("6 sessions ended"))
        }
    }

    @Test func `a page is written where it is asked for, with the sessions that were selected`() async throws
    {
        try await withJournal { file in
            let page = file.replacing("run.jsonl", with: "report.html")
            let run = await Run(["report", file, "-o", page, "--only-abnormal", "--lang", "fr"])
            #expect(run.status == 0)
            #expect(run.standardOutput.contains("wrote \(page): 4 sessions, "))
            let text = try String(contentsOfFile: page, encoding: .utf8)
            #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"fr\">"))
            #expect(text.contains(#""filter":"--only-abnormal""#))
            let toStandardOutput = await Run([
                "report", file, "--output", "-", "--only-abnormal", "--lang", "fr",
            ])
            #expect(toStandardOutput.standardOutput == text)
            let asJSON = await Run(["report", file, "-o", page, "--json"])
            #expect(asJSON.standardOutput.contains(#"{"event":"page","path":"#))
        }
    }

    @Test func `a journal can come through a pipe`() async throws {
        let input = Input(isTerminal: false) { [bytes = Pieces(Self.journal)] in bytes.next() }
        let run = await Run(["report", "-"], input: input)
        #expect(run.standardOutput.hasPrefix("6 sessions ended, 4 badly"))
        #expect(run.standardOutput.contains("\nstdin\n"))
    }

    @Test func `sessions with one story are told together`() async throws {
        try await withFolder { folder in
            let file = folder + "/run.jsonl"
            let lines = (1...30).map {
                Self.ended(
                    $0, cause: "killed-by-fault", by: "fault", client: Self.dead, server: Self.dead,
                    duration: 1
                ).replacing("Story of session \($0).", with: $0 == 7 ? "Another." : "The same.")
            }
            try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)
            let text = await Run(["report", file]).standardOutput
            #expect(text.contains("  #1  1006/1006 The same. (/chat) - and 28 like it\n"))
            #expect(text.contains("  #7  1006/1006 Another. (/chat)\n"))
            #expect(!text.contains("#2") && !text.contains("more:"))
        }
    }

    @Test func `the story of a session is told in both languages`() async throws {
        try await withJournal { file in
            try await Snapshot.check(
                "explain-session",
                [
                    ["explain", "--journal", file, "--session", "2"],
                    ["explain", "--journal", file, "--session", "7"],
                ], replacing: [file: "run.jsonl"])
            try await Snapshot.check(
                "explain-session-french", [["explain", "--journal", file, "--session", "2", "--lang", "fr"]],
                replacing: [file: "run.jsonl"])
            try await Snapshot.check(
                "explain-session-json", [["explain", "--journal", file, "--session", "2", "--json"]],
                replacing: [file: "run.jsonl"])
        }
    }

    @Test func `a session that is not there, or not asked for whole, says what to change`() async throws {
        try await withJournal { file in
            try await Snapshot.check(
                "explain-session-errors",
                [
                    ["explain", "--journal", file], ["explain", "--session", "3"],
                    ["explain", "--journal", file, "--session", "8"],
                    ["explain", "--journal", file, "--session", "0"],
                    ["explain", "1006", "--journal", file, "--session", "2"],
                    ["explain", "--journal", "/nowhere.jsonl", "--session", "2"],
                ], replacing: [file: "run.jsonl"])
        }
    }

    /// Runs in a folder of its own, which stays out of what is compared.
    private func withJournal(_ body: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            let file = folder + "/run.jsonl"
            try Self.journal.write(toFile: file, atomically: false, encoding: .utf8)
            try await body(file)
        }
    }

    /// Seven sessions: two clean, one cut by a rule, one refused, one that broke the protocol, one that waits, one open.
    private static let journal = [
        #"{"event":"journal.start","time":"2026-11-21T16:00:00.000000Z","version":1,"closecall":"0.1.0","command":["closecall","proxy"],"part":1,"redacted":false,"seed":"7","scenario":{"name":"Flaky","source":"","digest":"sha256:ab"}}"#,
        opened(1),
        ended(1, cause: "closed-by-client", by: "client", client: clean, server: clean, duration: 0.25),
        opened(2),
        #"{"event":"fault","time":"2026-11-21T16:00:01.000000Z","session":2,"age":0.05,"key":"/chat","ordinal":1,"direction":"toClient","at":"message 3","rule":"cut it","identity":"x","faults":["truncate","reset"],"dice":"ab"}"#,
        ended(
            2, cause: "killed-by-fault", by: "fault", client: dead, server: dead, duration: 0.0521,
            more: evidence),
        opened(3),
        ended(
            3, cause: "handshake-refused", by: "server", client: "null", server: "null", duration: 0.003,
            more: refused),
        opened(4),
        ended(4, cause: "closed-by-server", by: "server", client: clean, server: clean, duration: 61),
        opened(5),
        ended(5, cause: "protocol-violation", by: "server", client: dead, server: failed, duration: 1.5),
        opened(6),
        ended(
            6, cause: "left-open", by: "server", client: "null", server: clean, duration: 30, more: waiting),
        opened(7),
    ].map { $0 + "\n" }.joined()

    private static let clean = #"{"code":1000,"reason":"bye","wasClean":true,"profile":"chromium"}"#
    private static let dead = #"{"code":1006,"reason":"","wasClean":false,"profile":"chromium"}"#
    private static let failed =
        #"{"code":1002,"reason":"Unrecognized frame opcode: 3","wasClean":false,"profile":"rfc6455"}"#
    private static let refused =
        #","clientSaw":{"outcome":"errorOnly","opened":false,"error":true,"profile":"node"}"#
    private static let waiting =
        #","clientSaw":{"outcome":"pending","opened":true,"error":false,"profile":"node"}"#
    private static let evidence = #"""
        ,"rule":"cut it","frames":{"toServer":40,"toClient":3},"evidence":{
        "closes":[{"from":"server","side":"received","code":1011,"reason":"oh\u001b[1m","payload":"03f3","frame":4,"offset":90,"age":0.049}],
        "ends":[{"leg":"server","how":"fin","detail":null,"age":0.0495,"first":true}],
        "tells":[{"leg":"client","how":"rst","detail":null,"age":0.051},{"leg":"server","how":"rst","detail":null,"age":0.051}],
        "flaws":[{"from":"server","side":"sent","kind":"notUTF8","frame":3,"offset":60,"age":0.0505}],
        "lastFrames":{"toServer":[
        {"age":0.02,"direction":"toServer","side":"passed","number":40,"offset":800,"opcode":"text","fin":true,"rsv":0,"masked":true,"length":5,"came":5,"firstBytes":"68656c6c6f"}],
        "toClient":[
        {"age":0.04,"direction":"toClient","side":"received","number":3,"offset":60,"opcode":"text","fin":false,"rsv":4,"masked":false,"length":70000,"came":70000,"firstBytes":"ff00"},
        {"age":0.05,"direction":"toClient","side":"sent","number":3,"offset":60,"opcode":"text","fin":false,"rsv":4,"masked":false,"length":70000,"came":35000,"firstBytes":"ff00"},
        {"age":0.049,"direction":"toClient","side":"received","number":4,"offset":90,"opcode":"close","fin":true,"rsv":0,"masked":false,"length":5,"came":5,"firstBytes":"03f3"}]},
        "places":{"toServer":{"place":"between-messages"},"toClient":{"place":"in-payload","missing":35000}},
        "halfOpen":[{"leg":"server","endedBy":"peer","from":0.0495,"to":0.051}],"firings":[]}
        """#.replacing("\n", with: "")

    private static func opened(_ session: Int) -> String {
        #"{"event":"session.open","time":"2026-11-21T16:00:0\#(session).000000Z","session":\#(session),"clientAddress":"127.0.0.1:5000\#(session)"}"#
    }

    private static func ended(
        _ session: Int, cause: String, by: String, client: String, server: String, duration: Double,
        more: String = ""
    ) -> String {
        #"{"event":"session.end","time":"2026-11-21T16:00:09.000000Z","session":\#(session),"path":"/chat","#
            + #""client":\#(client),"server":\#(server),"cause":"\#(cause)","by":"\#(by)","#
            + #""story":"Story of session \#(session).","duration":\#(duration)\#(more)}"#
    }
}

/// Hands a text out once.
// Only the input's own thread asks, one call after the other.
private final class Pieces: @unchecked Sendable {
    // Only the input's own thread asks, one call after the other.
    private var text: [UInt8]

    init(_ text: String) { self.text = Array(text.utf8) }

    func next() -> [UInt8] {
        defer { text = [] }
        return text
    }
}
