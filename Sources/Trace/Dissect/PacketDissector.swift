/// Finds the TCP segment in a packet, through whatever its link type and IP put around it.
///
/// Any bytes are good enough: each read is checked first. Checksums are not looked at, as packets caught on their own
/// machine carry none that is right.
public enum PacketDissector {
    /// What this packet is. Of `originalLength` bytes on the wire a snap length may have kept less.
    public static func dissect(
        _ bytes: Span<UInt8>, link: LinkType, originalLength: Int? = nil
    ) -> Dissected {
        do throws(NoSegment) {
            let wire = max(bytes.count, min(originalLength ?? 0, longest))
            let packet: IPPayload
            switch try network(bytes, link) {
            case .v4(let start): packet = try IPPayload(ipv4At: start, in: bytes, wire: wire)
            case .v6(let start): packet = try IPPayload(ipv6At: start, in: bytes, wire: wire)
            }
            return .tcp(try TCPSegment(in: bytes, packet))
        } catch {
            return switch error {
            case .fragment: .fragment
            case .other: .other
            case .damaged(let why): .damaged(why)
            }
        }
    }

    /// Twice what Linux hands to a network card at once. Only a damaged file speaks of more.
    private static let longest = 1 << 20

    /// Where the IP header begins, and which version the layer below says it is of.
    private enum Network {
        case v4(Int)
        case v6(Int)
    }

    private static func network(_ bytes: Span<UInt8>, _ link: LinkType) throws(NoSegment) -> Network {
        switch link {
        case .ethernet:
            return try behindType(at: 12, bytes, "the Ethernet header")
        case .linuxCooked:
            // Of a netlink message the protocol field is a netlink family, not an Ethernet type.
            guard bytes.count < 4 || bytes.network16(at: 2) != netlink else { throw .other }
            return try behindType(at: 14, bytes, "the Linux cooked header")
        case .linuxCooked2:
            guard bytes.count >= 20 else { throw .damaged("the Linux cooked header was cut off") }
            guard bytes.network16(at: 8) != netlink else { throw .other }
            let type = bytes.network16(at: 0)
            return isTag(type)
                ? try behindTag(at: 20, bytes, "the Linux cooked header")
                : try network(type, at: 20)
        case .null, .loop:
            return try behindFamily(bytes)
        case .raw:
            guard bytes.count > 0 else { throw .damaged("the packet is empty") }
            return switch bytes[0] >> 4 {
            case 4: .v4(0)
            case 6: .v6(0)
            default: throw .damaged("neither version 4 nor 6 of IP")
            }
        case .ipv4: return .v4(0)
        case .ipv6: return .v6(0)
        case .other: throw .other
        }
    }

    /// ARPHRD_NETLINK: what the device "any" and nlmon say of netlink messages.
    private static let netlink: UInt16 = 824

    /// Follows the Ethernet type at `place` through any stack of VLAN tags.
    private static func behindType(
        at place: Int, _ bytes: Span<UInt8>, _ name: StaticString
    ) throws(NoSegment) -> Network {
        guard bytes.count >= place + 2 else { throw .damaged("\(name) was cut off") }
        let type = bytes.network16(at: place)
        return isTag(type) ? try behindTag(at: place + 2, bytes, name) : try network(type, at: place + 2)
    }

    /// A tag is two bytes of its own, and the type of what it stands before.
    private static func behindTag(
        at place: Int, _ bytes: Span<UInt8>, _ name: StaticString
    ) throws(NoSegment) -> Network {
        var place = place
        while true {
            guard bytes.count >= place + 4 else { throw .damaged("\(name) was cut off in a VLAN tag") }
            let type = bytes.network16(at: place + 2)
            place += 4
            guard isTag(type) else { return try network(type, at: place) }
        }
    }

    /// 802.1Q, 802.1ad, and what was used for the latter before it was a standard.
    private static func isTag(_ type: UInt16) -> Bool { type == 0x8100 || type == 0x88A8 || type == 0x9100 }

    private static func network(_ type: UInt16, at place: Int) throws(NoSegment) -> Network {
        switch type {
        case 0x0800: .v4(place)
        case 0x86DD: .v6(place)
        default: throw .other
        }
    }

    /// The address family of BSD's loopback stands in the byte order of the machine that captured, and its number for
    /// IPv6 is another one on each system: 24 (NetBSD, OpenBSD), 28 (FreeBSD), 30 (Darwin), 10 (Linux).
    private static func behindFamily(_ bytes: Span<UInt8>) throws(NoSegment) -> Network {
        guard bytes.count >= 4 else { throw .damaged("the loopback header was cut off") }
        let family = bytes.network32(at: 0)
        // Read in the wrong order, a family's number is at least 1 << 24.
        return switch min(family, family.byteSwapped) {
        case 2: .v4(4)
        case 10, 24, 28, 30: .v6(4)
        default: throw .other
        }
    }
}

/// Why there is no segment to show.
enum NoSegment: Error {
    case fragment
    case other
    case damaged(String)
}
