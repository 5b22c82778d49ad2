import Faults
import Foundation
import Testing

@testable import ClosecallCLI

@Suite struct CompletionsTests {
    @Test(arguments: Shell.allCases)
    func `a script knows every verb and every option`(shell: Shell) async {
        let run = await Run(["completions", shell.rawValue])
        #expect(run.status == 0)
        let words = Set(
            run.standardOutput.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init))
        for verb in Verb.withSubverbs {
            #expect(words.contains(verb.lastWord))
            for option in verb.options {
                // fish gives long names without their dashes.
                #expect(
                    words.contains(shell == .fish ? option.name : option.typed),
                    "\(verb.name) \(option.typed)")
            }
        }
        for kind in FaultCatalog.all { #expect(words.contains(kind.name)) }
    }

    @Test func `bash completes verbs, and what stands behind them`() throws {
        let bash = try Bash()
        #expect(try bash.completes("closecall", "ex") == ["explain"])
        #expect(try bash.completes("closecall", "--v") == ["--version"])
        #expect(try bash.completes("closecall", "help", "rep") == ["replay", "report"])
        #expect(try bash.completes("closecall", "man", "rep") == ["replay", "report"])
        #expect(try bash.completes("closecall", "fuzz", "m") == ["minimise", "merge"])
        #expect(try bash.completes("closecall", "faults", "malform") == ["malform-close"])
        #expect(try bash.completes("closecall", "explain", "100") == (1000...1009).map { "\($0)" })
        #expect(try bash.completes("closecall", "completions", "") == ["bash", "zsh", "fish"])
        #expect(try bash.completes("closecall", "nonsense", "") == [])
    }

    @Test func `bash completes options, and their values`() throws {
        let bash = try Bash()
        #expect(try bash.completes("closecall", "explain", "--") == Verb.explain.typedOptions)
        // `run` and `fuzz run` are different verbs.
        #expect(try bash.completes("closecall", "fuzz", "--") == ["--help"])
        #expect(try bash.completes("closecall", "fuzz", "run", "--ti") == ["--time"])
        #expect(try bash.completes("closecall", "run", "--ti") == [])
        #expect(try bash.completes("closecall", "explain", "--lang", "") == ["en", "fr"])
        // Readline hands over what is behind a sign as words of their own.
        #expect(try bash.completes("closecall", "explain", "--lang", "=") == ["en", "fr"])
        #expect(try bash.completes("closecall", "explain", "--lang", "=", "f") == ["fr"])
        #expect(try bash.completes("closecall", "proxy", "--client-profile", "fire") == ["firefox"])
        #expect(try bash.completes("closecall", "report", "--cause", "closed-by-c") == ["closed-by-client"])
        // Nobody can guess a number, and the next option is not one.
        #expect(try bash.completes("closecall", "proxy", "--threads", "") == [])
    }

    @Test func `bash completes files and folders where they are asked for`() async throws {
        try await withFolder { folder in
            try "".write(toFile: "\(folder)/a file.yaml", atomically: true, encoding: .utf8)
            try FileManager.default.createDirectory(
                atPath: "\(folder)/a folder", withIntermediateDirectories: true)
            let bash = try Bash()
            let both = ["\(folder)/a file.yaml", "\(folder)/a folder"]
            #expect(try bash.completes("closecall", "check", "\(folder)/a").sorted() == both)
            #expect(try bash.completes("closecall", "proxy", "--journal", "\(folder)/a").sorted() == both)
            #expect(try bash.completes("closecall", "report", "-o", "\(folder)/a").sorted() == both)
            #expect(try bash.completes("closecall", "man", "--all", "\(folder)/a") == ["\(folder)/a folder"])
            #expect(
                try bash.completes("closecall", "fuzz", "merge", "x", "\(folder)/a") == ["\(folder)/a folder"]
            )
        }
    }
}

/// bash, asked as readline asks it when somebody presses the tab key behind these words.
private struct Bash {
    private let script: String

    init() throws { script = Shell.bash.completions }

    func completes(_ words: String...) throws -> [String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/bash")
        let question = """
            eval "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _closecall
            ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
            """
        process.arguments = ["--norc", "-c", question, script] + words
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n").map(String.init)
    }
}
