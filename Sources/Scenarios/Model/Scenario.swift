public import Faults

/// A way of breaking conversations, checked: what a scenario file says.
public struct Scenario: Sendable {
    /// What it is called.
    public var name = ""
    /// What it teaches.
    public var about = ""
    /// Where all random choices come from.
    public var seed: UInt64 = 0
    /// How sessions are told apart for the random streams and for `session: { nth: … }`.
    public var sessionKey = SessionKey.target
    /// The network that both directions go through.
    public var link: LinkPair?
    /// What is done when, in order.
    public var rules: [Rule] = []
    /// The timeline.
    public var phases: [Phase] = []
    /// What the embedded client and server do when the scenario is run by itself.
    public var play = Play()
    /// What comes of it.
    public var expect: Expectation?
    /// The file's text, for journals.
    public var source = ""

    /// A scenario that does nothing.
    public init() {}
}

/// What a session is called, so that the same session meets the same fate beside any others: the key, and its ordinal
/// among the sessions with the same key.
public enum SessionKey: Hashable, Sendable {
    /// The request's target.
    case target
    /// The value of this header of the request.
    case header(String)
}
