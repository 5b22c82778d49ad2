/// Which of a trace's TCP connections: they are numbered from 0 in the order of their first packets, as Wireshark's
/// tcp.stream.
public struct StreamID: Hashable, Sendable, Comparable {
    /// The number.
    public let number: Int

    /// A connection.
    public init(_ number: Int) { self.number = number }

    /// Whether `left` began first.
    public static func < (left: StreamID, right: StreamID) -> Bool { left.number < right.number }
}

/// One side of a connection.
public enum StreamSide: Hashable, Sendable, CaseIterable {
    /// Who connected; where the beginning is missing, who most likely did.
    case initiator
    /// Who was connected to.
    case responder

    /// The other one.
    public var other: StreamSide { self == .initiator ? .responder : .initiator }
}

/// A connection as it begins.
public struct StreamBeginning: Hashable, Sendable {
    /// Which.
    public let id: StreamID
    /// Who connected.
    public let initiator: TCPEnd
    /// Who was connected to.
    public let responder: TCPEnd
    /// The interface its first packet was seen at.
    public let interface: Int
    /// Whether its SYN was seen: else it began before the trace, and who connected is a guess.
    public let isComplete: Bool

    /// A beginning.
    public init(id: StreamID, initiator: TCPEnd, responder: TCPEnd, interface: Int, isComplete: Bool) {
        self.id = id
        self.initiator = initiator
        self.responder = responder
        self.interface = interface
        self.isComplete = isComplete
    }
}

/// How one side's half of a connection ended.
public enum StreamEnd: Hashable, Sendable {
    /// Its FIN, and everything before it.
    case finished
    /// Its RST.
    case reset
}

/// Why a connection's bytes are told no more.
public enum StreamOver: Hashable, Sendable {
    /// Both sides have finished, or one reset.
    case ended
    /// Somebody connects from the same port to the same port again.
    case replaced
    /// Nothing was seen of it for so long that its memory is needed for others.
    case forgotten
    /// The trace ends.
    case traceEnded
}

/// Hears what TCP connections carried, put in order: each side's bytes once, without gaps that are not told of.
///
/// All calls about one packet come before those about the next one; `head` is that of the packet which made the call
/// possible, which for bytes that had waited for a lost segment is the late one. That packet may be of another
/// connection, or of none: when the trace ends, or a connection is forgotten. `head` has no comments then.
///
/// A connection that ended is not over at once: for a second of the trace's time, what was on its way is still told.
public protocol StreamListener: AnyObject {
    /// A connection begins. `head.comments` may say more of it.
    func began(_ stream: StreamBeginning, _ head: PacketHead)

    /// Bytes of `side`, the next ones in order. They stand in the packet: copy what must stay.
    func received(_ bytes: Span<UInt8>, from side: StreamSide, of stream: StreamID, _ head: PacketHead)

    /// So many bytes of `side` are in no packet of the trace: nobody will ever know them.
    func missed(_ count: Int, from side: StreamSide, of stream: StreamID, _ head: PacketHead)

    /// One side's half is over, behind all its bytes. Behind `.finished` there may come `.reset`, from a side that is
    /// still sent to, or from the other one bytes that were on their way when this one reset.
    func ended(_ side: StreamSide, _ how: StreamEnd, of stream: StreamID, _ head: PacketHead)

    /// A packet of the connection has comments; called after what the packet brought. Somebody may judge a connection
    /// late, and note it at a packet made for that: this may come even after the connection is over.
    func noted(_ comments: [String], from side: StreamSide, of stream: StreamID, _ head: PacketHead)

    /// Nothing more is told of the connection but comments.
    func over(_ stream: StreamID, _ why: StreamOver, at time: PacketTime)
}
