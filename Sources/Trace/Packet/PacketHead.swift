/// What a file says of a packet besides its bytes.
public struct PacketHead: Hashable, Sendable {
    /// Its place in the file, counted from 1, as Wireshark's frame.number.
    public var number: UInt64
    /// When it was seen.
    public var time: PacketTime
    /// The interface it was seen at: its place among the file's, from 0.
    public var interface: Int
    /// What its first byte belongs to.
    public var link: LinkType
    /// How long it was on the wire; less of it may have been kept.
    public var originalLength: Int
    /// What somebody noted at it; only pcapng can say.
    public var comments: [String]

    /// A packet's head.
    public init(
        number: UInt64, time: PacketTime, interface: Int = 0, link: LinkType, originalLength: Int,
        comments: [String] = []
    ) {
        self.number = number
        self.time = time
        self.interface = interface
        self.link = link
        self.originalLength = originalLength
        self.comments = comments
    }
}
