/// The flags of a TCP header (RFC 9293 §3.1).
public struct TCPFlags: OptionSet, Hashable, Sendable {
    /// As they stand on the wire.
    public let rawValue: UInt8

    /// These.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No more data from the sender.
    public static let fin = TCPFlags(rawValue: 0x01)
    /// The sequence numbers begin here.
    public static let syn = TCPFlags(rawValue: 0x02)
    /// The connection is over at once.
    public static let rst = TCPFlags(rawValue: 0x04)
    /// The receiver shall hand the data up.
    public static let psh = TCPFlags(rawValue: 0x08)
    /// The acknowledgement number counts.
    public static let ack = TCPFlags(rawValue: 0x10)
    /// The urgent pointer counts.
    public static let urg = TCPFlags(rawValue: 0x20)
}

/// A TCP segment as it stands in a packet.
public struct TCPSegment: Hashable, Sendable {
    /// Who sent it.
    public var source: TCPEnd
    /// Who it is for.
    public var destination: TCPEnd
    /// The number of its first byte, or of its SYN.
    public var sequence: UInt32
    /// The next number that its sender waits for.
    public var acknowledgement: UInt32
    /// The flags.
    public var flags: TCPFlags
    /// How much its sender takes, not scaled.
    public var window: UInt16
    /// Where the payload stands in the packet's bytes, as far as it was kept.
    public var payload: Range<Int>
    /// How long the payload was on the wire.
    public var payloadLength: Int

    /// A segment.
    public init(
        source: TCPEnd, destination: TCPEnd, sequence: UInt32, acknowledgement: UInt32, flags: TCPFlags,
        window: UInt16, payload: Range<Int>, payloadLength: Int
    ) {
        self.source = source
        self.destination = destination
        self.sequence = sequence
        self.acknowledgement = acknowledgement
        self.flags = flags
        self.window = window
        self.payload = payload
        self.payloadLength = payloadLength
    }
}

/// What a packet turned out to be.
public enum Dissected: Hashable, Sendable {
    /// TCP, and what of it there is.
    case tcp(TCPSegment)
    /// A part of an IP packet: said, and not followed.
    case fragment
    /// Something that is not TCP, or a link type that we do not know.
    case other
    /// Its headers contradict themselves or were cut off: what is wrong, in a few words.
    case damaged(String)
}
