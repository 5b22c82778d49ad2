public import Observer
public import Relay

/// Something that a journal keeps.
public enum JournalEntry: Sendable {
    /// A scenario came into force: all that is needed to play it again.
    case scenario(RuleSet)
    /// A rule fired in a session, so long after the session's beginning.
    case fired(session: Int, key: String, ordinal: Int, RuleFiring, age: Duration)
    /// A session ended.
    case ended(SessionReport)
    /// So many entries were not written: the file did not take them in time.
    case missed(Int)
}
