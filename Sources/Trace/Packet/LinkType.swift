/// What a packet's first byte belongs to: the link-layer header types that we can see through.
///
/// The numbers are the LINKTYPE_ values of tcpdump.org, which files carry.
public enum LinkType: Hashable, Sendable {
    /// Ethernet, with or without VLAN tags.
    case ethernet
    /// BSD loopback: an address family in the byte order of the machine that captured it.
    case null
    /// OpenBSD loopback: the same in network order.
    case loop
    /// An IP packet, of whichever version its first byte says.
    case raw
    /// Linux "cooked" v1: what the device "any" gives.
    case linuxCooked
    /// Linux "cooked" v2.
    case linuxCooked2
    /// IPv4 alone.
    case ipv4
    /// IPv6 alone.
    case ipv6
    /// Something else.
    case other(UInt32)

    /// The type with this number in a file.
    public init(number: UInt32) {
        switch number {
        case 0: self = .null
        case 1: self = .ethernet
        // 12 and 14 are DLT_RAW on different systems, and stand in old files.
        case 12, 14, 101: self = .raw
        case 108: self = .loop
        case 113: self = .linuxCooked
        case 228: self = .ipv4
        case 229: self = .ipv6
        case 276: self = .linuxCooked2
        default: self = .other(number)
        }
    }

    /// The number that stands for it in a file.
    public var number: UInt32 {
        switch self {
        case .null: 0
        case .ethernet: 1
        case .raw: 101
        case .loop: 108
        case .linuxCooked: 113
        case .ipv4: 228
        case .ipv6: 229
        case .linuxCooked2: 276
        case .other(let number): number
        }
    }
}
