/// The IP and TCP headers of what one side of a connection sends, as far as they are the same in every packet.
struct HeaderTemplate: Sendable {
    struct Segment: Hashable, Sendable {
        let sequence: UInt32
        let acknowledgement: UInt32
        let flags: TCPFlags
    }

    private let source: TCPEnd
    private let destination: TCPEnd
    /// The sum of the pseudo-header without its length (RFC 9293 §3.1, RFC 8200 §8.1), of 16-bit words.
    private let addressSum: UInt64

    init(from source: TCPEnd, to destination: TCPEnd) {
        self.source = source
        self.destination = destination
        addressSum = source.address.sum + destination.address.sum + 6
    }

    /// No segment is longer than its side's peer says it takes: what fits the 64 KiB of a loopback interface.
    var longestPayload: Int { isV6 ? 65_475 : 65_495 }

    /// How long the headers are.
    func length(of segment: Segment) -> Int { ipLength + tcpLength(segment.flags) }

    /// Writes headers and payload.
    func write(_ segment: Segment, _ payload: Span<UInt8>, on page: PacketPage) {
        let tcp = tcpLength(segment.flags) + payload.count
        writeIP(carrying: tcp, on: page)
        let start = page.count
        writeTCP(segment, on: page)
        let sum =
            Checksum.fold(page.append(summing: payload)).byteSwapped
        let header = headerSum(segment)
        page.set(
            network: ~Checksum.fold(addressSum + UInt64(tcp) + header + UInt64(sum)), at: start + 16)
    }

    private var isV6: Bool { if case .v6 = source.address { true } else { false } }
    private var ipLength: Int { isV6 ? 40 : 20 }

    /// A SYN says what its sender takes: the MSS, and by how much windows are scaled.
    private func tcpLength(_ flags: TCPFlags) -> Int { flags.contains(.syn) ? 28 : 20 }

    private func writeIP(carrying length: Int, on page: PacketPage) {
        switch (source.address, destination.address) {
        case (.v4(let from), .v4(let to)):
            let total = UInt16(clamping: length + 20)
            // Version 4, five words; not to be fragmented; 64 hops; TCP.
            let sum = Checksum.fold(
                0x4500 + UInt64(total) + 0x4000 + 0x4006 + source.address.sum + destination.address.sum)
            page.append(network: 0x4500, total)
            page.append(network: 0, 0x4000)
            page.append(network: 0x4006, ~sum)
            page.append(network: from)
            page.append(network: to)
        case (.v6(let from, let fromLow), .v6(let to, let toLow)):
            page.append(network: 0x6000_0000)
            page.append(network: UInt16(clamping: length), 0x0640)
            for half in [from, fromLow, to, toLow] {
                page.append(network: UInt32(truncatingIfNeeded: half >> 32))
                page.append(network: UInt32(truncatingIfNeeded: half))
            }
        default: preconditionFailure("both ends of a connection have addresses of one kind")
        }
    }

    /// As large as it can be said, and with the scale of the SYN a gigabyte: nobody waits for a window here.
    private static let window: UInt16 = 65_535
    private static let windowScale: UInt32 = 14

    private var mss: UInt32 { UInt32(longestPayload) }
    private var synOptions: (UInt32, UInt32) { (0x0204_0000 | mss, 0x0103_0300 | Self.windowScale) }

    private func dataOffset(_ flags: TCPFlags) -> UInt16 {
        UInt16(tcpLength(flags) / 4) << 12 | UInt16(flags.rawValue)
    }

    private func writeTCP(_ segment: Segment, on page: PacketPage) {
        page.append(network: source.port, destination.port)
        page.append(network: segment.sequence)
        page.append(network: segment.acknowledgement)
        page.append(network: dataOffset(segment.flags), Self.window)
        page.append(network: 0)
        guard segment.flags.contains(.syn) else { return }
        page.append(network: synOptions.0)
        page.append(network: synOptions.1)
    }

    private func headerSum(_ segment: Segment) -> UInt64 {
        var sum = UInt64(source.port) + UInt64(destination.port) + UInt64(Self.window)
        sum += UInt64(dataOffset(segment.flags))
        for word in [segment.sequence, segment.acknowledgement] { sum += Checksum.words(word) }
        guard segment.flags.contains(.syn) else { return sum }
        return sum + Checksum.words(synOptions.0) + Checksum.words(synOptions.1)
    }
}

/// The Internet checksum (RFC 1071).
enum Checksum {
    /// The sum of the two halves.
    static func words(_ number: UInt32) -> UInt64 { UInt64(number >> 16) + UInt64(number & 0xFFFF) }

    /// A sum of 16- or 32-bit words as a one's complement number of 16 bits.
    static func fold(_ sum: UInt64) -> UInt16 {
        var sum = (sum & 0xFFFF_FFFF) + (sum >> 32)
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return UInt16(truncatingIfNeeded: sum)
    }
}

extension IPAddress {
    /// The sum of its 16-bit words.
    fileprivate var sum: UInt64 {
        switch self {
        case .v4(let bits): Checksum.words(bits)
        case .v6(let high, let low):
            [high, low].reduce(0) {
                $0 + Checksum.words(UInt32(truncatingIfNeeded: $1 >> 32))
                    + Checksum.words(UInt32(truncatingIfNeeded: $1))
            }
        }
    }
}
