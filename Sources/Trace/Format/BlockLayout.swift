/// The numbers of a pcapng file (draft-ietf-opsawg-pcapng), for whoever writes or reads its blocks.
///
/// Every block is its type, its whole length, its body up to a multiple of four bytes and its length again.
/// A body ends with options: a code and a length of two bytes each, and a value up to a multiple of four bytes.
public enum BlockLayout {
    /// The types of blocks.
    public enum Kind {
        /// Begins a section, and reads the same in both byte orders.
        public static let sectionHeader: UInt32 = 0x0A0D_0D0A
        /// Describes an interface; they are numbered by their order in the section.
        public static let interface: UInt32 = 1
        /// A packet as older files have it: no longer written.
        public static let obsoletePacket: UInt32 = 2
        /// A packet of the first interface, without a time.
        public static let simplePacket: UInt32 = 3
        /// Names of addresses.
        public static let names: UInt32 = 4
        /// What an interface counted.
        public static let statistics: UInt32 = 5
        /// A packet.
        public static let packet: UInt32 = 6
        /// What it takes to decrypt packets that stand behind it.
        public static let secrets: UInt32 = 10
    }

    /// The codes of options; the same number means another thing in another kind of block.
    public enum Option {
        /// Ends a list of options.
        public static let end: UInt16 = 0
        /// What somebody noted, at any block, any number of times.
        public static let comment: UInt16 = 1

        /// Of a section: the machine.
        public static let hardware: UInt16 = 2
        /// Of a section: the system.
        public static let system: UInt16 = 3
        /// Of a section: the program that wrote it.
        public static let application: UInt16 = 4

        /// Of an interface: its name.
        public static let interfaceName: UInt16 = 2
        /// Of an interface: what it is.
        public static let interfaceAbout: UInt16 = 3
        /// Of an interface: a byte that tells how a second is divided.
        public static let interfaceClock: UInt16 = 9
        /// Of an interface: the filter, behind a byte for its language.
        public static let interfaceFilter: UInt16 = 11
        /// Of an interface: the system it belongs to.
        public static let interfaceSystem: UInt16 = 12
        /// Of an interface: seconds to add to its times.
        public static let interfaceClockOffset: UInt16 = 14

        /// Of a packet: 32 bits, the lowest two of them its direction.
        public static let packetFlags: UInt16 = 2
        /// Of a packet: how many were lost since the one before it, in 64 bits.
        public static let packetDropCount: UInt16 = 4

        /// Of statistics: when the capture began.
        public static let statisticsStart: UInt16 = 2
        /// Of statistics: when it ended.
        public static let statisticsEnd: UInt16 = 3
        /// Of statistics: packets that the interface received.
        public static let statisticsReceived: UInt16 = 4
        /// Of statistics: packets that the interface had no room for.
        public static let statisticsInterfaceDropped: UInt16 = 5
        /// Of statistics: packets that the system had no room for.
        public static let statisticsSystemDropped: UInt16 = 7
    }

    /// The first word of a section's body, which shows the byte order.
    public static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
    /// TLS secrets in NSS key log format, which is what OpenSSL and browsers write.
    public static let tlsKeyLog: UInt32 = 0x544C_534B
    /// A packet block without its packet and options: type, length, interface, time in two words, lengths kept and
    /// original, and the length again.
    public static let packetBlockOverhead = 32
    /// Where the packet begins in its block.
    public static let packetStart = 28

    /// The fewest bytes that a block may have: its type and its length, twice.
    public static let smallestBlock = 12
    /// The most bytes that a packet may have.
    public static let largestPacket = 16 << 20
    /// The most bytes that a block may have: a packet and comments as long.
    public static let largestBlock = 32 << 20

    /// `count` with what fills it up to a multiple of four.
    public static func padded(_ count: Int) -> Int { (count &+ 3) & ~3 }
}

/// Which way a packet went at its interface.
public enum PacketDirection: UInt32, Hashable, Sendable {
    /// To the machine that captured it.
    case inbound = 1
    /// From it.
    case outbound = 2
}
