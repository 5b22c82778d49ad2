/// Which of a proxy's sessions.
public enum SessionChoice: Hashable, Sendable {
    /// All that are open.
    case all
    /// The youngest that is open.
    case current
    /// The one with this number, if it is open.
    case number(Int)
}
