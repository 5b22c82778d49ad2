/// What a whole IP packet carries for TCP, and where.
struct IPPayload {
    let source: IPAddress
    let destination: IPAddress
    /// The first byte behind IP's headers.
    let start: Int
    /// The first byte behind the packet, as its headers count; it may lie behind what was kept.
    let end: Int

    private static let tcp: UInt8 = 6
}

// MARK: - IPv4, RFC 791

extension IPPayload {
    /// Reads the header at `start`. `wire` bytes were on the wire.
    init(ipv4At start: Int, in bytes: Span<UInt8>, wire: Int) throws(NoSegment) {
        guard bytes.count >= start + 20 else { throw .damaged("the IPv4 header was cut off") }
        guard bytes[start] >> 4 == 4 else { throw .damaged("an IPv4 header of version \(bytes[start] >> 4)") }
        let header = Int(bytes[start] & 0x0F) * 4
        guard header >= 20 else { throw .damaged("an IPv4 header of \(header) bytes") }
        // The top bits are "reserved" and "don't fragment".
        guard bytes.network16(at: start + 6) & 0x3FFF == 0 else { throw .fragment }
        guard bytes[start + 9] == Self.tcp else { throw .other }

        let total = Int(bytes.network16(at: start + 2))
        // A network card that cuts segments itself is handed packets whose length nobody has filled in.
        end = total == 0 ? max(wire, start + header) : start + total
        guard end >= start + header else {
            throw .damaged("an IPv4 packet of \(total) bytes with a header of \(header)")
        }
        self.start = start + header
        source = .v4(bytes.network32(at: start + 12))
        destination = .v4(bytes.network32(at: start + 16))
    }
}

// MARK: - IPv6, RFC 8200

extension IPPayload {
    /// Reads the header at `start`, and those that extend it. `wire` bytes were on the wire.
    init(ipv6At start: Int, in bytes: Span<UInt8>, wire: Int) throws(NoSegment) {
        guard bytes.count >= start + 40 else { throw .damaged("the IPv6 header was cut off") }
        guard bytes[start] >> 4 == 6 else { throw .damaged("an IPv6 header of version \(bytes[start] >> 4)") }
        let length = Int(bytes.network16(at: start + 4))
        // As with IPv4, or a jumbogram, whose length stands elsewhere (RFC 2675 §3).
        end = length == 0 ? max(wire, start + 40) : start + 40 + length
        self.start = try Self.behindExtensions(bytes[start + 6], at: start + 40, in: bytes)
        guard self.start <= end else { throw .damaged("IPv6 extension headers longer than their packet") }
        source = .v6(bytes.network64(at: start + 8), bytes.network64(at: start + 16))
        destination = .v6(bytes.network64(at: start + 24), bytes.network64(at: start + 32))
    }

    private static func behindExtensions(
        _ first: UInt8, at place: Int, in bytes: Span<UInt8>
    ) throws(NoSegment) -> Int {
        var (kind, place) = (first, place)
        while kind != tcp {
            guard let header = ExtensionHeader(rawValue: kind) else { throw .other }
            guard bytes.count >= place + 8 else { throw .damaged("an IPv6 extension header was cut off") }
            let next = bytes[place]
            switch header {
            case .hopByHop, .routing, .destination: place += (Int(bytes[place + 1]) + 1) * 8
            // Counted in other units than its siblings (RFC 4302 §2.2).
            case .authentication: place += (Int(bytes[place + 1]) + 2) * 4
            case .fragment:
                // An atomic fragment is a whole packet that carries the header for nothing (RFC 6946).
                guard bytes.network16(at: place + 2) & 0xFFF9 == 0 else { throw .fragment }
                place += 8
            }
            kind = next
        }
        return place
    }

    private enum ExtensionHeader: UInt8 {
        case hopByHop = 0
        case routing = 43
        case fragment = 44
        case authentication = 51
        case destination = 60
    }
}
