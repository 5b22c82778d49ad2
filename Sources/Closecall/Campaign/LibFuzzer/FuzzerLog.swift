/// What a libFuzzer program says, line by line: how far it is, and when something broke, the report.
struct FuzzerLog: Sendable {
    /// The latest of its status lines.
    private(set) var status: FuzzerStatus?
    /// Inputs run in all, as it says at its end, or else as far as it has told.
    private(set) var executions = 0
    /// Whether it is done with its corpus. What breaks before is an input of the corpus itself.
    private(set) var isThroughCorpus = false
    /// Whether the program was built so that libFuzzer sees what is reached.
    private(set) var isInstrumented = false
    /// What it says of what broke: the promise, the stack.
    private(set) var report: [String] = []
    /// The file with the input that broke something.
    private(set) var artifact: String?
    /// Of several inputs that it was given, the one that it ran last.
    private(set) var lastInput: String?
    /// The last lines, for when it could not run at all.
    private(set) var tail: [String] = []

    /// A report's beginning says all; AddressSanitizer adds maps of memory.
    private static let longestReport = 400
    private static let longestTail = 12
    private static let total = "stat::number_of_executed_units:"

    mutating func take(_ line: String) {
        tail.append(line)
        if tail.count > Self.longestTail { tail.removeFirst() }
        if let status = FuzzerStatus(line) {
            self.status = status
            executions = max(executions, status.executions)
            isThroughCorpus = isThroughCorpus || status.event == "INITED"
            return
        }
        if line.hasPrefix(Self.total) {
            executions = Int(line.split(separator: " ").last ?? "") ?? executions
        }
        if line.contains("inline 8-bit counters") { isInstrumented = true }
        if line.hasPrefix("Running: ") { lastInput = String(line.dropFirst("Running: ".count)) }
        if let range = line.firstRange(of: "Test unit written to ") {
            takeArtifact(line[range.upperBound...])
        }
        if !report.isEmpty || Self.beginsReport(line), report.count < Self.longestReport {
            report.append(line)
        }
    }

    /// An input that was only slow is written, too, and breaks nothing.
    private mutating func takeArtifact(_ path: Substring) {
        let name = path.split(separator: "/").last ?? path
        if !name.contains("slow-unit-") { artifact = String(path) }
    }

    private static func beginsReport(_ line: String) -> Bool {
        line.hasPrefix("==") && line.contains("ERROR: ") || line.hasPrefix("ALARM: ")
            || BrokenPromise.message(in: line) != nil
    }
}
