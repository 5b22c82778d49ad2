/// What a run says to the shell: the same three answers for every verb.
enum ExitStatus: Int32, Sendable {
    /// It did what was asked, and the answer is yes.
    case yes = 0
    /// It did what was asked, and the answer is no: a check failed, a connection ended badly.
    case no = 1
    /// It could not do it: wrong arguments, a bad file, a port in use. One line on stderr says what to
    /// change.
    case unable = 2
}

/// Why a verb could not do its work, in one line that says what to change. The command puts its name in
/// front.
struct CommandFailure: Error, Equatable, CustomStringConvertible {
    let message: String

    init(_ message: String) { self.message = message }

    var description: String { message }
}
