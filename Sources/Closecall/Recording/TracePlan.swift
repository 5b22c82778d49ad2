public import Trace

/// Which file a trace is written to, and what stands in it.
public struct TracePlan: Sendable {
    /// The languages of captured packets.
    public enum Format: Sendable {
        /// With interfaces, comments and secrets.
        case pcapng
        /// What every program reads: packets and times alone.
        case pcap
    }

    /// The file. What stood there before is gone.
    public var path: String
    /// Its language.
    public var format: Format
    /// Whether TLS is left out: the packets hold what it carried.
    public var seesPlain = false
    /// Whether what was said is covered: payloads, queries, who somebody is; and the secrets of TLS stay out.
    public var isRedacted = false
    /// Whether sessions wait for a slow disk; else what it does not take in time is dropped, and counted.
    public var isLossless = false
    /// Of longer packets only so many bytes are kept.
    public var snapLength: Int?
    /// Whether times are told in nanoseconds; else in microseconds.
    public var isNano = true
    /// Who writes, for the file's first block.
    public var application = "closecall"
    /// What the file is about, for its first block.
    public var about: String?
    /// The filter that would choose the packets of the client's side, and of the server's.
    public var clientFilter: String?
    /// The same of the server's side.
    public var serverFilter: String?
    /// Names of addresses.
    public var names: [(address: IPAddress, name: String)] = []
    /// So many bytes may wait for the disk.
    public var room = 64 * 1024 * 1024

    /// A trace of both sides as they are on the wire; in classic pcap if the name ends so.
    public init(path: String) {
        self.path = path
        format = path.hasSuffix(".pcap") ? .pcap : .pcapng
    }

    /// Ticks of the file's clock in a second.
    var ticksPerSecond: UInt64 { isNano ? 1_000_000_000 : 1_000_000 }

    /// How long one of them is.
    var nanosecondsPerTick: UInt64 { isNano ? 1 : 1000 }
}

/// What became of a trace.
public struct RecordingTally: Hashable, Sendable {
    /// Packets that stand in the file.
    public var written: UInt64 = 0
    /// Packets that do not: the disk was too slow, or full.
    public var dropped: UInt64 = 0
    /// How long the file is; of a pipe, how much went through it.
    public var bytes: UInt64 = 0
    /// The first thing that was wrong with the file.
    public var failure: TraceProblem?
}
