/// Which lines of source files were reached.
public struct LineCoverage: Sendable, Equatable {
    /// A file's lines that have code.
    public struct File: Sendable, Equatable {
        /// From `Sources/` on.
        public let path: String
        /// How many lines have code.
        public let lines: Int
        /// Those that were not reached, with nothing between two ends of one range that was.
        public let missed: [ClosedRange<Int>]
        /// How many of them were reached.
        public let reached: Int
    }

    /// By path.
    public let files: [File]

    /// How many lines have code.
    public var lines: Int { files.reduce(0) { $0 + $1.lines } }
    /// How many of them were reached.
    public var reached: Int { files.reduce(0) { $0 + $1.reached } }
    /// A share of 100; nothing is reached wholly.
    public var percentage: Double { lines == 0 ? 100 : 100 * Double(reached) / Double(lines) }

    init(files: [File]) { self.files = files }

    /// Reads what `llvm-cov export -format=lcov` writes: `SF:path`, `DA:line,times` for each line with code.
    init(lcov: [String]) {
        var times: [String: [Int: Int]] = [:]
        var path = ""
        for line in lcov {
            if line.hasPrefix("SF:") {
                path = Self.shortened(line.dropFirst(3))
                times[path, default: [:]].merge([:]) { old, _ in old }
            } else if line.hasPrefix("DA:") {
                let numbers = line.dropFirst(3).split(separator: ",").compactMap { Int($0) }
                guard numbers.count >= 2 else { continue }
                // A file is told of once for each program.
                times[path, default: [:]][numbers[0]] = max(times[path]?[numbers[0]] ?? 0, numbers[1])
            }
        }
        files = times.map { File(path: $0.key, times: $0.value) }.sorted { $0.path < $1.path }
    }

    private static func shortened(_ path: Substring) -> String {
        guard let range = path.ranges(of: "/Sources/").last else { return String(path) }
        return String(path[range.lowerBound...].dropFirst())
    }
}

extension LineCoverage.File {
    /// - Parameter times: how often each line with code was run.
    init(path: String, times: [Int: Int]) {
        self.path = path
        lines = times.count
        reached = times.values.count { $0 > 0 }
        var missed: [ClosedRange<Int>] = []
        var isOpen = false
        for (line, count) in times.sorted(by: { $0.key < $1.key }) {
            if count > 0 {
                isOpen = false
            } else if isOpen, let last = missed.popLast() {
                missed.append(last.lowerBound...line)
            } else {
                missed.append(line...line)
                isOpen = true
            }
        }
        self.missed = missed
    }

    /// A share of 100.
    public var percentage: Double { lines == 0 ? 100 : 100 * Double(reached) / Double(lines) }
}
