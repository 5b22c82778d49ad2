public import Observer
public import Reactor

/// Something that a journal keeps. Moments are the loops' own, on the monotonic clock.
public enum JournalEntry: Sendable {
    /// Another scenario came into force, or none, for new sessions. The first one stands in the journal's first line.
    case scenario(JournalScenario?, at: Moment)
    /// Faults were armed beside the scenario, for running sessions, too; again, under a name that was there before.
    case armed(Armament, at: Moment)
    /// What was armed under a name is no more.
    case disarmed(String, at: Moment)
    /// A client was let in.
    case opened(session: Int, client: SocketAddress, at: Moment)
    /// A frame came, or left, or both.
    case frame(session: Int, Direction, FrameSide, FrameGlimpse, age: Duration, at: Moment)
    /// A rule fired in a session, so long after the session's beginning.
    case fired(session: Int, key: String, ordinal: Int, RuleFiring, age: Duration, at: Moment)
    /// A session ended.
    case ended(SessionReport, at: Moment)
}

/// Where a frame was seen. Faults change frames: what came is not always what left.
public enum FrameSide: String, Hashable, Sendable, CaseIterable {
    /// As it came from its sender.
    case received
    /// As we sent it on, or made it.
    case sent
    /// Both: it left as it had come, and at once.
    case passed
}
