/// What a live campaign has done so far.
public struct LiveTally: Hashable, Sendable {
    /// Inputs played, those that were played again to be sure not counted.
    public var inputs = 0
    /// Probes of the peer's health.
    public var probes = 0
    /// Different findings.
    public var findings = 0
    /// Inputs that showed what was found before.
    public var repeated = 0
    /// What could not be seen a second time.
    public var unconfirmed = 0
    /// Times that the command was started.
    public var starts = 0
    /// The last thing that was not as it should be.
    public var lastOdd: String?

    /// Nothing yet.
    public init() {}
}

/// What a live campaign tells while it runs.
public enum LiveEvent: Sendable {
    /// The peer is well; a handshake, an echo and a Close take it so long.
    case ready(latency: Duration)
    /// Clients may connect to this URL.
    case listening(url: String)
    /// An input was played.
    case progress(LiveTally)
    /// Something is wrong: it is played again, and made smaller.
    case pursuing(LiveComplaint, number: Int)
    /// It was seen once and not again.
    case unconfirmed(LiveComplaint, number: Int)
    /// A finding, as small as it gets.
    case finding(LiveFinding)
    /// The peer is gone, and the campaign waits for it.
    case waiting(reason: String)
}

/// What came of a live campaign.
public struct LiveSummary: Sendable {
    /// How much was done.
    public let tally: LiveTally
    /// What was found, each thing once.
    public let findings: [LiveFinding]
    /// How long the peer took at its best.
    public let latency: Duration
    /// How long it all took.
    public let duration: Duration
}
