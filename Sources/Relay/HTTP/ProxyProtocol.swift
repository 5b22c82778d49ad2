/// The PROXY protocol: a header before the first byte to the server, that says who the client is.
///
/// After HAProxy's `doc/proxy-protocol.txt`, sections 2.1 and 2.2.
public enum ProxyProtocol: Hashable, Sendable, CaseIterable {
    /// One line of text.
    case v1
    /// Binary.
    case v2

    /// An end of the client's connection.
    public enum Endpoint: Hashable, Sendable {
        /// The address with its first part in the highest byte: `0x7F000001` is 127.0.0.1.
        case ipv4(UInt32, port: UInt16)
        /// The address with its first group in the highest bits: `1` is ::1.
        case ipv6(UInt128, port: UInt16)
    }

    /// The header for a connection from `source` to `destination`; nil for one that has no IP address, such as a
    /// Unix socket. Without both, the header says that it knows nothing, and the server takes the relay's address.
    public func header(from source: Endpoint?, to destination: Endpoint?) -> [UInt8] {
        guard let source, let destination else { return self == .v1 ? Self.unknownLine : Self.localHeader }
        // Both must be of one family. What a socket for both families calls ::ffff:1.2.3.4 is 1.2.3.4.
        if let from = source.asIPv4, let to = destination.asIPv4 {
            return self == .v1 ? Self.line(from, to) : Self.header(from, to)
        }
        let (from, to) = (source.asIPv6, destination.asIPv6)
        return self == .v1 ? Self.line(from, to) : Self.header(from, to)
    }
}

// MARK: - Version 1

extension ProxyProtocol {
    private static let unknownLine = Array("PROXY UNKNOWN\r\n".utf8)

    private static func line(_ from: IPv4, _ to: IPv4) -> [UInt8] {
        line("TCP4", text(from.address), text(to.address), from.port, to.port)
    }

    private static func line(_ from: IPv6, _ to: IPv6) -> [UInt8] {
        line("TCP6", text(from.address), text(to.address), from.port, to.port)
    }

    private static func line(
        _ family: String, _ from: String, _ to: String, _ fromPort: UInt16, _ toPort: UInt16
    ) -> [UInt8] {
        Array("PROXY \(family) \(from) \(to) \(fromPort) \(toPort)\r\n".utf8)
    }

    private static func text(_ address: UInt32) -> String {
        bigEndian(address).map { String($0) }.joined(separator: ".")
    }

    /// "Series of sets of 4 hexadecimal digits ... with the acceptance of one double colon sequence": in groups
    /// only, also where RFC 5952 §5 would write an IPv4 address at the end.
    private static func text(_ address: UInt128) -> String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: address >> UInt128(16 * (7 - $0))) }
        func joined(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        let zeros = longestZeros(groups)
        guard zeros.count > 1 else { return joined(groups[...]) }
        return joined(groups[..<zeros.lowerBound]) + "::" + joined(groups[zeros.upperBound...])
    }

    /// The first of the longest (RFC 5952 §4.2.3).
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 { start = index + 1 }
            if index + 1 - start > longest.count { longest = start..<(index + 1) }
        }
        return longest
    }
}

// MARK: - Version 2

extension ProxyProtocol {
    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]

    /// Command LOCAL, family unspecified, no addresses.
    private static let localHeader = signature + [0x20, 0x00, 0x00, 0x00]

    private static func header(_ from: IPv4, _ to: IPv4) -> [UInt8] {
        header(
            0x11, bigEndian(from.address) + bigEndian(to.address) + bigEndian(from.port) + bigEndian(to.port))
    }

    private static func header(_ from: IPv6, _ to: IPv6) -> [UInt8] {
        header(
            0x21, bigEndian(from.address) + bigEndian(to.address) + bigEndian(from.port) + bigEndian(to.port))
    }

    /// Version 2 with command PROXY, then the family with STREAM, the length of the rest, and the rest.
    private static func header(_ family: UInt8, _ addresses: [UInt8]) -> [UInt8] {
        signature + [0x21, family] + bigEndian(UInt16(truncatingIfNeeded: addresses.count)) + addresses
    }
}

private func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
}

private typealias IPv4 = (address: UInt32, port: UInt16)
private typealias IPv6 = (address: UInt128, port: UInt16)

extension ProxyProtocol.Endpoint {
    /// ::ffff:0:0/96 (RFC 4291 §2.5.5.2).
    private static let mapped: UInt128 = 0xFFFF_0000_0000

    fileprivate var asIPv4: IPv4? {
        switch self {
        case .ipv4(let address, let port): (address, port)
        case .ipv6(let address, let port):
            address & ~0xFFFF_FFFF == Self.mapped ? (UInt32(truncatingIfNeeded: address), port) : nil
        }
    }

    fileprivate var asIPv6: IPv6 {
        switch self {
        case .ipv4(let address, let port): (Self.mapped | UInt128(address), port)
        case .ipv6(let address, let port): (address, port)
        }
    }
}
