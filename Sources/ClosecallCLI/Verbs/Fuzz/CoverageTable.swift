internal import Closecall
internal import Reactor

extension Verb {
    static let fuzzCoverage = Verb(
        name: "fuzz coverage",
        summary: "which lines of a room no seed and no regression reaches",
        positionals: [Positional("TARGET", "only what these targets reach", count: .any)],
        options: [.room, .least, .tree, .json],
        examples: [
            Example("closecall fuzz coverage", "lines of WebSocketWire that nothing reaches"),
            Example("closecall fuzz coverage --min 95", "and exit status 1 below 95 %"),
            Example("closecall fuzz coverage session --room Relay", "what one target reaches of a room"),
        ],
        notes: """
            Builds the targets once more, with counters of lines and without optimisation, and runs every input of \
            Fuzz/Corpus and Fuzz/Regressions once. Lines are those that have code. With --json, lines are objects \
            whose event is file (path, lines, reached, missed) or summary.
            """,
        endsGently: true,
        run: coverage)

    @Sendable
    private static func coverage(_ invocation: Invocation) async throws(CommandFailure) -> ExitStatus {
        let arguments = invocation.arguments
        let output = invocation.output
        let least = try arguments.integer(.least, in: 0...100)
        let room = arguments.value(.room) ?? standardRoom
        let tree = try FuzzArguments.tree(arguments)
        let progress = FuzzProgress(output)
        let isBuilding = Locked(false)
        let campaign = FuzzArguments.campaign(in: tree, invocation.interrupts)
        let result = await campaign.coverage(of: arguments.positionals, room: room) {
            progress.building($0, isBuilding)
        }
        progress.wipe()
        if case .failure(.interrupted) = result { return .yes }
        let table = CoverageTable(coverage: try FuzzArguments.value(of: result), room: room, least: least)
        if arguments.has(.json) { table.writeJSON(to: output) } else { table.write(to: output) }
        return table.isEnough ? .yes : .no
    }

    fileprivate static let standardRoom = "WebSocketWire"
}

/// A room's lines, as `fuzz coverage` shows them.
struct CoverageTable {
    let coverage: LineCoverage
    let room: String
    let least: Int?

    var isEnough: Bool { least.map { coverage.percentage >= Double($0) } ?? true }

    func write(to output: Output) {
        let style = output.standardOutput.style
        for file in coverage.files where !file.missed.isEmpty {
            let percentage = Self.rounded(file.percentage)
            output.line("\(style.bold(file.path)): \(percentage), \(file.lines - file.reached) not reached")
            for range in file.missed { output.line("    \(file.path):\(Self.words(range))") }
        }
        let total =
            "\(room): \(coverage.reached) of \(coverage.lines) lines reached, \(Self.rounded(coverage.percentage))"
        output.line(least.map { "\(total), \(isEnough ? "at least" : "less than") \($0) %" } ?? total)
    }

    func writeJSON(to output: Output) {
        for file in coverage.files {
            output.json { json in
                json.field("event", "file")
                json.field("path", file.path)
                json.field("lines", file.lines)
                json.field("reached", file.reached)
                json.field("missed", file.missed.map(Self.words))
            }
        }
        output.json { json in
            json.field("event", "summary")
            json.field("room", room)
            json.field("lines", coverage.lines)
            json.field("reached", coverage.reached)
            json.field("percentage", coverage.percentage)
        }
    }

    /// `12-14`, `7`
    private static func words(_ range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }

    /// `81.7 %`; rounded down, so that only all is 100.
    static func rounded(_ percentage: Double) -> String {
        let tenths = Int(percentage * 10)
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}

extension VerbOption {
    fileprivate static let room = VerbOption.text(
        "room", "NAME", "a folder of Sources/", standard: Verb.standardRoom)
    fileprivate static let least = VerbOption.text(
        "min", "PERCENT", "the answer is no when fewer lines are reached")
}
