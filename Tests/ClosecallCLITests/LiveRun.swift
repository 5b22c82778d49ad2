import Testing

@testable import ClosecallCLI

/// A verb that runs until it is told to end, and is listened to meanwhile.
struct LiveRun {
    let interrupts = Interrupts()
    private let status: Task<Int32, Never>
    private var lines: AsyncStream<String>.Iterator

    init(_ command: [String], environment: [String: String] = [:], stream: Output.Stream = .pipe) {
        let (lines, feed) = AsyncStream.makeStream(of: String.self)
        let output = Output(standardOutput: stream, standardError: .pipe) { channel, text in
            let mark = channel == .standardError ? "[stderr] " : ""
            for line in text.split(separator: "\n") { feed.yield(mark + line) }
            return .written
        }
        self.lines = lines.makeAsyncIterator()
        let interrupts = interrupts
        status = Task {
            defer { feed.finish() }
            return await ClosecallCommand.run(
                arguments: command, environment: Environment(environment), output: output,
                interrupts: interrupts)
        }
    }

    mutating func line() async -> String? { await lines.next() }

    /// The URL of the line that says where it listens.
    mutating func url() async throws -> String {
        let line = try #require(await line())
        return try String(#require(line.firstMatch(of: /wss?:\/\/[^"]+/)).output)
    }

    /// What it says until it says that.
    mutating func line(containing text: String) async -> String? {
        while let line = await line() {
            if line.contains(text) { return line }
        }
        return nil
    }

    /// Interrupts it; what it said from then on, and its status.
    mutating func end() async -> (lines: [String], status: Int32) {
        interrupts.raise()
        var rest: [String] = []
        while let line = await line() { rest.append(line) }
        return (rest, await status.value)
    }
}
