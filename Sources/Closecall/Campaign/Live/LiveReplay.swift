/// The command line that plays a finding again.
public struct LiveReplay: Hashable, Sendable {
    private let verb: [String]
    private let command: [String]

    /// - Parameters:
    ///   - verb: the words that say whom to play to.
    ///   - command: what starts the peer, if anything does.
    public init(_ verb: [String], starting command: [String]) {
        self.verb = verb
        self.command = command
    }

    /// For the file at `path`, to be copied into a shell.
    public func line(_ path: String, _ ending: LiveInput.Ending) -> String {
        var words = verb + ["--input", path]
        if ending != .close { words += ["--end", ending.rawValue] }
        if !command.isEmpty { words += ["--"] + command }
        return words.map(ShellWord.quoted).joined(separator: " ")
    }
}
