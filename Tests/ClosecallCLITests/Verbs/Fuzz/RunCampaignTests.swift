import Reactor
import Testing

@testable import Closecall
@testable import ClosecallCLI

/// With a script in place of libFuzzer; `.ci/fuzz` runs the real one.
@Suite(.timeLimit(.minutes(1)))
struct RunCampaignTests {
    @Test func `a finding is told with its frames, kept, and can be replayed`() async throws {
        let stage = try FuzzTreeStage("find")
        let run = await Run(["fuzz", "run", "frames", "--tree", stage.root, "--skip-build"])
        let path = stage.path("Fuzz/Regressions/frames/the-scanner-sees-other-frames-6dcd4ce2")
        #expect(
            run.standardOutput.replacing(/in [0-9.]+ m?s \([0-9,]+\/s\)/, with: "in TIME")
                == """
                fuzzing frames with 1 job, Ctrl-C ends it

                broken promise: the scanner sees other frames
                    FuzzBodies/Frames.swift:44, stack 6f4c4373
                    fuzzFrames  Sources/FuzzBodies/Frames.swift:44
                1 byte (7 when it was found):
                    choices 41, sent by a server
                written to \(path)
                again: closecall fuzz run frames --input \(path)
                1 promise broke: 900 inputs in TIME, 1,651 edges reached

                """)
        #expect(run.standardError == "broken: the scanner sees other frames\n" && run.status == 1)

        let again = await Run([
            "fuzz", "run", "frames", "--tree", stage.root, "--skip-build", "--input", path, "--input",
            stage.path("Fuzz/Corpus/frames/one"),
        ])
        #expect(again.standardOutput.hasPrefix("broken promise: the scanner sees other frames\n"))
        #expect(again.standardOutput.contains("1 byte (\(path)):\n    choices 41, sent by a server\n"))
        #expect(again.standardOutput.hasSuffix("/Fuzz/Corpus/frames/one breaks nothing in frames\n"))
        #expect(again.status == 1)
        let kept = await Run([
            "fuzz", "run", "frames", "--tree", stage.root, "--skip-build", "--input",
            stage.path("Fuzz/Corpus/frames/two"), "--json",
        ])
        #expect(
            kept.standardOutput
                == "{\"event\":\"kept\",\"target\":\"frames\",\"path\":\"\(stage.path("Fuzz/Corpus/frames/two"))\"}\n"
        )
        #expect(kept.status == 0)
    }

    @Test func `for programs every line is an object`() async throws {
        let stage = try FuzzTreeStage("find")
        let run = await Run(["fuzz", "run", "frames", "--tree", stage.root, "--skip-build", "--json"])
        let lines = run.standardOutput.split(separator: "\n")
        try #require(lines.count == 3)
        #expect(lines[0] == #"{"event":"started","target":"frames","jobs":1}"#)
        #expect(
            lines[1].hasPrefix(
                #"{"event":"finding","target":"frames","kind":"promise","promise":"the scanner sees other frames","#
                    + #""place":"FuzzBodies/Frames.swift:44","stack":"6f4c4373","#
                    + #""frames":["fuzzFrames Sources/FuzzBodies/Frames.swift:44"],"length":1,"input":"41","#
                    + #""annotation":["choices 41, sent by a server"],"foundLength":7,"times":1,"path":""#))
        #expect(lines[2].hasPrefix(#"{"event":"summary","end":"found","elapsed":"#))
        #expect(lines[2].hasSuffix(#""jobs":0,"broken":1,"findings":1}"#))
        #expect(run.standardError.isEmpty && run.status == 1)
    }

    @Test func `Ctrl-C ends it with the summary`() async throws {
        let stage = try FuzzTreeStage("wait")
        var run = LiveRun(["fuzz", "run", "frames", "--tree", stage.root, "--skip-build"])
        #expect(await run.line() == "fuzzing frames with 1 job, Ctrl-C ends it")
        let end = await run.end()
        #expect(end.lines.count == 1 && end.status == 0)
        #expect(try #require(end.lines.first).hasPrefix("nothing broke: "))
        #expect(try #require(end.lines.first).hasSuffix(" edges reached, stopped early"))
    }

    @Test func `a run that finds nothing says so`() async throws {
        let stage = try FuzzTreeStage("done")
        let run = await Run(["fuzz", "run", "frames", "--tree", stage.root, "--skip-build", "--time", "5s"])
        #expect(run.standardOutput.contains("\nnothing broke: 12,345 inputs in ") && run.status == 0)
    }

    @Test func `an input is made smaller on demand`() async throws {
        let stage = try FuzzTreeStage()
        try stage.write("0000 a lot of text and an A in it", to: "input")
        let command = ["fuzz", "minimise", "frames"]
        let options = ["--tree", stage.root, "--skip-build"]
        let run = await Run(command + [stage.path("input")] + options)
        #expect(
            run.standardOutput.contains(
                "\n1 byte (33 when it was found):\n    choices 41, sent by a server\n"))
        #expect(run.standardOutput.contains("\nwritten to \(stage.path("Fuzz/Regressions/frames/"))"))
        #expect(run.status == 0)
        let kept = await Run(command + [stage.path("Fuzz/Corpus/frames/one")] + options)
        #expect(kept.standardOutput == "\(stage.path("Fuzz/Corpus/frames/one")) breaks nothing in frames\n")
        #expect(kept.status == 1)
    }

    @Test func `merging says how many seeds are new`() async throws {
        let stage = try FuzzTreeStage()
        try stage.write("z", to: "new/three")
        let run = await Run([
            "fuzz", "merge", "frames", stage.path("new"), "--tree", stage.root, "--skip-build",
        ])
        #expect(run.standardOutput == "1 new seed of 1 input, in \(stage.path("Fuzz/Corpus/frames"))\n")
        #expect(run.status == 0)
    }

    @Test func `the list has what stands in the folders`() async throws {
        let stage = try FuzzTreeStage()
        let run = await Run(["fuzz", "list", "--tree", stage.root])
        #expect(
            run.standardOutput == """
                target  seeds  regressions  checks
                frames      2            0  the decoders, strict and lenient, and the scanner in
                                            step

                """)
        let json = await Run(["fuzz", "list", "--tree", stage.root + "/", "--json"])
        #expect(
            json.standardOutput
                == #"{"event":"target","name":"frames","summary":"the decoders, strict and lenient, and the scanner in step","seeds":2,"regressions":0}"#
                + "\n")
    }

    @Test func `wrong arguments say what to change`() async throws {
        let stage = try FuzzTreeStage()
        let tree = ["--tree", stage.root]
        try await Snapshot.check(
            "fuzz-run-errors",
            [
                ["fuzz", "list", "--tree", "/nowhere"], ["fuzz", "run"], ["fuzz", "run", "framse"] + tree,
                ["fuzz", "run", "session"] + tree, ["fuzz", "run", "frames", "--time", "10"] + tree,
                ["fuzz", "run", "frames", "--time", "10ms"] + tree,
                ["fuzz", "run", "frames", "--jobs", "0"] + tree,
                ["fuzz", "run", "frames", "--seed", "0"] + tree,
                ["fuzz", "run", "frames", "--max-len", "0"] + tree,
                ["fuzz", "run", "frames", "--skip-build", "--input", "/nowhere/x"] + tree,
                ["fuzz", "minimise", "frames"] + tree,
                ["fuzz", "minimise", "frames", "/nowhere/x", "--skip-build"] + tree,
                ["fuzz", "merge", "frames", "--skip-build"] + tree,
                ["fuzz", "coverage", "--min", "101"] + tree, ["fuzz", "coverage", "framse"] + tree,
                ["fuzz", "coverage", "--room", "Nowhere"] + tree,
            ], replacing: [stage.root: "TREE"])
    }

    @Test func `coverage tells files and lines, and whether it is enough`() async throws {
        let page = Locked("")
        let output = Output(standardOutput: .pipe, standardError: .pipe) { _, text in
            page.withLock { $0 += text }
            return .written
        }
        let coverage = LineCoverage(lcov: [
            "SF:/tree/Sources/WebSocketWire/A.swift", "DA:1,5", "DA:2,1",
            "SF:/tree/Sources/WebSocketWire/B.swift",
            "DA:3,0", "DA:4,0", "DA:6,2", "DA:7,0",
        ])
        let table = CoverageTable(coverage: coverage, room: "WebSocketWire", least: 60)
        table.write(to: output)
        #expect(
            page.withLock { $0 } == """
                Sources/WebSocketWire/B.swift: 25 %, 3 not reached
                    Sources/WebSocketWire/B.swift:3-4
                    Sources/WebSocketWire/B.swift:7
                WebSocketWire: 3 of 6 lines reached, 50 %, less than 60 %

                """)
        #expect(!table.isEnough)
        #expect(CoverageTable(coverage: coverage, room: "", least: 50).isEnough)
        #expect(CoverageTable.rounded(99.99) == "99.9 %")
    }
}
