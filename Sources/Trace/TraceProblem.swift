/// Why a trace could not be read or written, or not to its end.
public struct TraceProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in a sentence without a full stop.
    public var reason: String
    /// Where in the file the trouble begins, in bytes from its start; nil where no place is to blame.
    public var offset: UInt64?
    /// What to do about it; nil where nothing can be done.
    public var advice: String?

    /// A problem.
    public init(_ reason: String, at offset: UInt64? = nil, advice: String? = nil) {
        self.reason = reason
        self.offset = offset
        self.advice = advice
    }

    /// One line about it.
    public var description: String {
        reason + (offset.map { " (at byte \($0))" } ?? "") + (advice.map { ": \($0)" } ?? "")
    }
}
