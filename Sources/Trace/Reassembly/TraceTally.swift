/// What a trace's packets were, and what was wrong with them.
public struct TraceTally: Hashable, Sendable {
    /// A packet whose headers make no sense.
    public struct Damage: Hashable, Sendable {
        /// Its number in the file.
        public let packet: UInt64
        /// What is wrong with it, in a few words.
        public let reason: String

        /// A damage.
        public init(packet: UInt64, reason: String) {
            self.packet = packet
            self.reason = reason
        }
    }

    /// All of them.
    public var packets = 0
    /// Those that carry a TCP segment.
    public var tcp = 0
    /// Those that carry something else, or have a link type that we do not know.
    public var other = 0
    /// Parts of IP packets, which are not put together.
    public var fragments = 0
    /// Those that contradict themselves or were cut off within their headers.
    public var damaged = 0
    /// The first few of these.
    public var damages: [Damage] = []
    /// TCP connections.
    public var streams = 0

    /// Segments of which a snap length cut off payload.
    public var cut = 0
    /// Segments that brought nothing new.
    public var retransmitted = 0
    /// Segments that came before bytes in front of them.
    public var outOfOrder = 0
    /// Segments that brought some bytes again, and others first.
    public var overlapping = 0
    /// Bytes that differ between two copies, as far as the first one still waited for its turn: the first one counts.
    public var differing = 0
    /// Bytes of TCP streams that are in no packet.
    public var missing = 0
    /// Segments whose numbers fit nothing that their connection may send.
    public var strayed = 0

    /// Nothing yet.
    public init() {}

    /// How many damages are kept in words.
    static let damagesKept = 8

    mutating func note(damage reason: String, packet: UInt64) {
        damaged += 1
        if damages.count < Self.damagesKept { damages.append(Damage(packet: packet, reason: reason)) }
    }
}
