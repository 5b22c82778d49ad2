/// How far libFuzzer is, from a line of its own such as
/// `#1024 NEW cov: 12 ft: 13 corp: 2/6b lim: 6 exec/s: 500 rss: 36Mb L: 5/5 MS: 1 InsertByte-`.
public struct FuzzerStatus: Sendable, Equatable {
    /// Why it was said, such as `NEW`, `REDUCE`, `pulse`; `INITED` when the corpus has been read.
    public let event: String
    /// Inputs run so far.
    public let executions: Int
    /// Edges of code reached.
    public let coverage: Int
    /// Edges, and how often each, as libFuzzer counts features.
    public let features: Int
    /// Inputs in the corpus.
    public let corpus: Int
    /// Inputs run in a second, on average since the start.
    public let rate: Int
    /// Resident memory in MiB.
    public let memory: Int

    /// Reads a line; nil when it says something else.
    public init?(_ line: String) {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard words.count > 2, words[0].first == "#", let executions = Int(words[0].dropFirst()),
            Self.events.contains(String(words[1]))
        else { return nil }
        func number(_ name: String) -> Int {
            guard let index = words.firstIndex(where: { $0 == name }), index + 1 < words.count else {
                return 0
            }
            return Int(words[index + 1].prefix { $0.isASCII && $0.isNumber }) ?? 0
        }
        event = String(words[1])
        self.executions = executions
        coverage = number("cov:")
        features = number("ft:")
        corpus = number("corp:")
        rate = number("exec/s:")
        memory = number("rss:")
    }

    private static let events: Set = ["READ", "INITED", "NEW", "REDUCE", "pulse", "RELOAD", "DONE"]
}
