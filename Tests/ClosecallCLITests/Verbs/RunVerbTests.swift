import Foundation
import Synchronization
import Testing

@testable import ClosecallCLI

@Suite(.timeLimit(.minutes(1)))
struct RunVerbTests {
    private static let vanishes = """
        name: Server vanishes in mid-message
        about: The third text message to the client is cut in half, then both connections are reset.
        seed: 7
        rules:
          - when: { direction: toClient, kind: text, nth: 3 }
            do:
              - truncate: { keep: 50% }
              - reset
        expect:
          client: { code: 1006, wasClean: false }
          server: { code: 1006, wasClean: false }
        """

    private static let wrong = """
        name: Wrong about everything
        about: Nothing happens that it expects.
        rules:
          - name: silent
            when: { direction: toClient, kind: text, nth: 99 }
            do: drop
        expect:
          client: { code: 4000, chromium: { code: 1006 } }
          cause: server
        """

    private static let waits = """
        name: Waits for ever
        about: Nobody says anything.
        play: { client: [], timeout: 50s }
        """

    private static let plain = """
        name: Plain & simple
        about: Nothing is expected of it.
        rules:
          - name: never
            when: { direction: toServer, kind: ping }
            do: drop
        """

    /// Scenario files in a folder that is gone afterwards.
    private func withFiles(
        _ files: [String: String], _ body: (String) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            for (name, text) in files {
                let path = "\(folder)/\(name)"
                try FileManager.default.createDirectory(
                    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
            try await body(folder)
        }
    }

    private var gallery: [String: String] {
        [
            "closing/vanishes.yaml": Self.vanishes, "wrong.yml": Self.wrong, "plain.yaml": Self.plain,
            "README.md": "",
        ]
    }

    @Test func `a table shows what each side saw, and below it what came out otherwise`() async throws {
        try await withFiles(gallery) { folder in
            let run = await Run(["run", folder])
            #expect(
                run.standardOutput.replacing(folder, with: "FOLDER").steady == """
                    FOLDER
                      ✓ plain.yaml  Plain & simple  client 1000 clean  server 1000 clean  TIME
                      ✗ wrong.yml  Wrong about everything  client 1000 clean  server 1000 clean  TIME
                    FOLDER/closing
                      ✓ vanishes.yaml  Server vanishes in mid-message  client 1006 unclean  server 1006 unclean  TIME
                    FOLDER/plain.yaml: rule "never" never fired
                    ✗ FOLDER/wrong.yml: Wrong about everything
                      client: expected code 4000, got 1000 (clean)
                      client (chromium): expected code 1006, got 1000 (clean)
                      run: expected the server to have ended it, got the client (closed-by-client: The client closed \
                    with 1000 and the server echoed it.)
                      rule "silent": expected it to fire, got not one occasion
                      hint: a rule fires where its "when" and what the play sends meet: look at direction, kind and nth
                    3 scenarios: 2 passed, 1 failed, in TIME\n
                    """)
            #expect(run.status == 1 && run.standardError.isEmpty)
        }
    }

    @Test func `a file alone passes, and no other is looked at`() async throws {
        try await withFiles(gallery) { folder in
            let run = await Run(["run", "\(folder)/closing/vanishes.yaml", "\(folder)/closing"])
            #expect(
                run.standardOutput.hasSuffix("\n1 scenario: 1 passed, in \(run.standardOutput.lastWords)\n"))
            #expect(run.status == 0)
            let filtered = await Run(["run", folder, "--filter", "VANISHES", "--seed", "5", "--jobs", "1"])
            #expect(filtered.status == 0 && filtered.standardOutput.contains("1 scenario: 1 passed"))
        }
    }

    @Test func `for programs every scenario is an object`() async throws {
        try await withFiles(gallery) { folder in
            let run = await Run(["run", folder, "--json"])
            let lines = run.standardOutput.replacing(folder, with: "FOLDER")
                .replacing(/"(ended|duration)":[0-9.e-]+/) { "\"\($0.output.1)\":T" }
            try Snapshot.compare("run-json", lines)
            #expect(run.status == 1)
        }
    }

    @Test func `CI gets JUnit's XML`() async throws {
        try await withFiles(gallery) { folder in
            let report = "\(folder)/report.xml"
            #expect(await Run(["run", folder, "--junit", report]).status == 1)
            let xml = try String(contentsOfFile: report, encoding: .utf8)
            try Snapshot.compare(
                "run-junit",
                xml.replacing(folder, with: "FOLDER").replacing(/time="[0-9.]+"/, with: "time=\"T\""))
        }
    }

    @Test func `broken files are told line by line, and nothing is played`() async throws {
        try await withFiles(["a.yaml": "name: x\nrulez: []\n", "b.yaml": "[", "c.yaml": Self.plain]) {
            folder in
            let run = await Run(["run", folder])
            #expect(run.status == 2 && run.standardOutput.isEmpty)
            let lines = run.standardError.split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("\(folder)/a.yaml:2:1: ") })
            #expect(lines.contains { $0.hasPrefix("\(folder)/b.yaml:") })
            #expect(lines.last == "closecall run: 2 files of 3 cannot be read, nothing was played")
            let json = await Run(["run", folder, "--json"])
            #expect(
                json.standardOutput.contains(
                    "{\"event\":\"problem\",\"file\":\"\(folder)/a.yaml\",\"line\":2,"))
        }
    }

    @Test func `wrong arguments say what to change`() async throws {
        try await withFiles(["empty/README.md": "", "one.yaml": Self.plain]) { folder in
            try await Snapshot.check(
                "run-errors",
                [
                    ["run"], ["run", "\(folder)/empty"], ["run", "\(folder)/nothing.yaml"],
                    ["run", folder, "--filter", "no such"], ["run", folder, "--jobs", "0"],
                    ["run", folder, "--seed", "-1"], ["run", folder, "--filte", "x"],
                ], replacing: [folder: "FOLDER"])
            let unwritable = await Run(["run", folder, "--junit", "\(folder)/no/report.xml"])
            #expect(unwritable.status == 2)
            #expect(
                unwritable.standardError.contains("cannot write \"\(folder)/no/report.xml\": no such file"))
        }
    }

    @Test func `an interrupt ends what waits, and tells of the rest`() async throws {
        try await withFiles(["1.yaml": Self.vanishes, "2.yaml": Self.waits]) { folder in
            var run = LiveRun(["run", folder])
            let heading = try #require(await run.line())
            #expect(heading == folder)
            let row = try #require(await run.line())
            #expect(row.contains("1.yaml"))
            let end = await run.end()
            #expect(end.lines.map(\.steady) == ["2 scenarios: 1 passed, 1 not played, in TIME"])
            #expect(end.status == 1)
        }
    }

    @Test func `a terminal sees how far it is, and nothing of it stays`() async throws {
        try await withFiles(["1.yaml": Self.plain]) { folder in
            let errors = Mutex("")
            let terminal = Output.Stream(isTerminal: true, style: .plain, width: 80)
            let output = Output(standardOutput: .pipe, standardError: terminal) { channel, text in
                if channel == .standardError { errors.withLock { $0 += text } }
                return .written
            }
            let status = await ClosecallCommand.run(
                arguments: ["run", folder], environment: Environment([:]), output: output)
            #expect(status == 0)
            let text = errors.withLock { $0 }
            #expect(text.hasPrefix("0 of 1 played\r\u{1B}[K") && text.hasSuffix("\r\u{1B}[K"))
        }
    }
}

extension String {
    /// What stands behind the last `in `.
    fileprivate var lastWords: String {
        components(separatedBy: ", in ").last?.trimmingCharacters(in: .newlines) ?? ""
    }
}
