import Foundation
import Synchronization
import Testing

@testable import ClosecallCLI

/// Runs command lines inside the test and compares what they print with a file in
/// `Tests/Snapshots/ClosecallCLI/`, which is no target's folder: the package manager warns about files it
/// cannot build.
///
/// `UPDATE_SNAPSHOTS=1 swift test --filter ClosecallCLITests` writes the files anew: read the diff before you
/// commit it.
enum Snapshot {
    ///
    /// What differs from run to run, such as a temporary folder, is replaced.
    static func check(
        _ name: String, _ commands: [[String]], environment: [String: String] = [:],
        stream: Output.Stream = .pipe, replacing fleeting: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var text = ""
        for command in commands {
            text += await Run(command, environment: environment, stream: stream).transcript
        }
        for (found, replacement) in fleeting { text = text.replacing(found, with: replacement) }
        try compare(name, text, sourceLocation: sourceLocation)
    }

    /// Compares a text with a file.
    static func compare(
        _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(text == expected, "differs from \(file.path())", sourceLocation: sourceLocation)
    }
}

extension Snapshot {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "Snapshots/ClosecallCLI")
}

/// One command line, run without a process.
struct Run {
    let command: [String]
    let standardOutput: String
    let standardError: String
    let status: Int32

    init(
        _ command: [String], environment: [String: String] = [:], stream: Output.Stream = .pipe,
        input: Input = .empty, interrupts: Interrupts = Interrupts()
    ) async {
        let written = Written()
        let output = Output(standardOutput: stream, standardError: .pipe) { channel, text in
            written.append(text, to: channel)
            return .written
        }
        self.command = command
        status = await ClosecallCommand.run(
            arguments: command, environment: Environment(environment), output: output, input: input,
            interrupts: interrupts)
        (standardOutput, standardError) = written.both
    }

    /// The standard output, with what differs from run to run replaced: ports and times.
    var steadyOutput: String {
        standardOutput.replacing(/127\.0\.0\.1:\d+/, with: "HOST")
            .replacing(/"time":[0-9.e-]+/, with: "\"time\":T")
    }

    /// Escape sequences are spelled out, so that a diff shows them.
    var transcript: String {
        let lines = "$ \((["closecall"] + command).joined(separator: " "))\n\(standardOutput)"
        let errors = standardError.isEmpty ? "" : "[stderr]\n\(standardError)"
        return (lines + errors + "[exit \(status)]\n\n").replacing("\u{1B}", with: "<ESC>")
    }
}

private final class Written: Sendable {
    private let text = Mutex((output: "", error: ""))

    func append(_ more: String, to channel: Output.Channel) {
        text.withLock { text in
            switch channel {
            case .standardOutput: text.output += more
            case .standardError: text.error += more
            }
        }
    }

    var both: (String, String) { text.withLock { $0 } }
}
