/// Why a benchmark stopped.
struct Failure: Error, CustomStringConvertible {
    /// Whose fault it is.
    enum Kind: Int32 {
        /// What came back is not what was sent: the answer is no.
        case wrong = 1
        /// It could not be measured at all.
        case unable = 2
        /// Somebody pressed Ctrl-C.
        case interrupted = 130
    }

    let kind: Kind
    let description: String

    static func wrong(_ text: String) -> Failure { Failure(kind: .wrong, description: text) }
    static func unable(_ text: String) -> Failure { Failure(kind: .unable, description: text) }
}
