/// Something that is made of a trace while it is inspected.
public protocol TraceExport: InspectionListener {
    /// Nothing more comes of the trace: writes what is left to write.
    func finish() async throws(ExportProblem) -> ExportSummary
}

/// What was made of a trace.
public struct ExportSummary: Hashable, Sendable {
    /// What it is: `har`, `corpus`, `scenario`.
    public let kind: String
    /// Where it is.
    public let path: String
    /// What it holds, by stable names.
    public let counts: [Count]
    /// In one line.
    public let line: String

    /// How many of something.
    public struct Count: Hashable, Sendable {
        /// Of what.
        public let name: String
        /// How many.
        public let count: Int
    }

    /// How many of `name` there are; nil where that is not counted.
    public func count(_ name: String) -> Int? { counts.first { $0.name == name }?.count }
}

/// Why nothing was made of a trace, or not all.
public enum ExportProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// It cannot be written.
    case unwritable(String)
    /// The trace has nothing of the kind, or nothing that can be said so.
    case impossible(String)

    /// One line.
    public var description: String {
        switch self {
        case .unwritable(let words), .impossible(let words): words
        }
    }
}

/// Counted things in words: `1 frame`, `12 frames`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
