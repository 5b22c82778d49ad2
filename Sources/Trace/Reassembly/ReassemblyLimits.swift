/// How much a reassembler remembers, and for how long.
public struct ReassemblyLimits: Hashable, Sendable {
    /// Bytes of one side that wait for lost ones before them; with more, the lost ones are given up.
    public var waitingPerSide: Int
    /// The same of all connections together.
    public var waitingInAll: Int
    /// Connections that are followed at once; with more, the longest silent are forgotten.
    public var connections: Int
    /// Connections that are over and still known, lest their last duplicates be taken for new ones.
    public var remembered: Int
    /// How long a connection that ended is listened to, for what was on its way.
    public var linger: Duration
    /// How many packets of a connection may follow an acknowledgement of bytes that were not seen, before these count
    /// as lost. A capture may show an acknowledgement before what it acknowledges; three is TCP's own guess of what
    /// is disorder and what is loss (RFC 5681 §3.2).
    public var patience: Int

    /// Limits; the defaults are for any trace.
    public init(
        waitingPerSide: Int = 1 << 20, waitingInAll: Int = 64 << 20, connections: Int = 100_000,
        remembered: Int = 16_384, linger: Duration = .seconds(1), patience: Int = 3
    ) {
        self.waitingPerSide = waitingPerSide
        self.waitingInAll = waitingInAll
        self.connections = max(connections, 1)
        self.remembered = max(remembered, 0)
        self.linger = linger
        self.patience = patience
    }
}
