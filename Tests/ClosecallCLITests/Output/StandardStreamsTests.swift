import Foundation
import Testing

@testable import ClosecallCLI

/// The built command beside the test bundle, as a shell runs it.
@Suite struct StandardStreamsTests {
    @Test func `a reader that leaves early ends it quietly`() throws {
        let run = try shell("\"$0\" explain --json | head -c 20; echo \" ${PIPESTATUS[0]}\"")
        #expect(run.output == "{\"code\":0,\"lastCode\" 0\n")
        #expect(run.errors == "")
    }

    @Test func `a full disk is told`() throws {
        let run = try shell("\"$0\" explain > /dev/full; echo $?")
        #expect(run.output == "2\n")
        #expect(run.errors == "closecall: could not write to the standard output: No space left on device\n")
    }

    @Test func `the answer goes to the standard output and complaints to the other`() throws {
        let run = try shell("LC_ALL=fr_FR.UTF-8 \"$0\" explain 1000-1000; \"$0\" explain nothing; echo $?")
        #expect(run.output.hasPrefix("CODE  NOM             ÉMIS PAR  EN BREF\n1000  Normal Closure"))
        #expect(run.output.hasSuffix("\n2\n"))
        #expect(
            run.errors
                == "closecall explain: \"nothing\" is neither a close code (1006) nor a range (1000-1015)\n")
    }

    @Test(arguments: [("TERM=xterm", true), ("TERM=xterm NO_COLOR=1", false), ("TERM=dumb", false)])
    func `a terminal gets colours unless it says no`(environment: String, isColoured: Bool) throws {
        let run = try shell("env -u NO_COLOR \(environment) script -qec \"'$0' explain 1005-1005\" /dev/null")
        #expect(run.output.contains("No Status Received"))
        #expect(run.output.contains("\u{1B}[36m1005") == isColoured)
    }

    @Test func `a terminal's width is kept`() throws {
        let run = try shell("env COLUMNS=50 script -qec \"'$0' explain 1006\" /dev/null")
        let lines = run.output.replacing("\r\n", with: "\n").split(separator: "\n")
        #expect(lines.count > 40)
        #expect(lines.allSatisfy { $0.replacing(/\u{1B}\[\d+m/, with: "").count <= 50 })
    }

    private func shell(_ script: String) throws -> (output: String, errors: String) {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let command = URL(filePath: bundle).deletingLastPathComponent().appending(path: "closecall").path()
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", script, command]
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let written = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: written, as: UTF8.self), String(decoding: complaints, as: UTF8.self))
    }
}
