/// What went otherwise than the playbook says, line by line, and all that the relay did.
public struct PlaybookFailure: Error, CustomStringConvertible {
    /// Each with its line.
    public let complaints: [String]
    /// What happened.
    public let story: [String]

    /// All of it.
    public var description: String {
        (complaints + ["what happened:"] + story).joined(separator: "\n")
    }
}
