/// An address of IPv4 or IPv6.
public enum IPAddress: Hashable, Sendable {
    /// Four bytes, the first one highest.
    case v4(UInt32)
    /// Sixteen bytes, in two halves.
    case v6(UInt64, UInt64)
}

/// One end of a TCP connection.
public struct TCPEnd: Hashable, Sendable {
    /// The machine.
    public let address: IPAddress
    /// The port.
    public let port: UInt16

    /// An end.
    public init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }
}

extension IPAddress: CustomStringConvertible {
    /// `127.0.0.1`, `::1`: RFC 5952's short form.
    public var description: String {
        switch self {
        case .v4(let bits): (0..<4).map { "\(bits >> UInt32(24 - $0 * 8) & 0xFF)" }.joined(separator: ".")
        case .v6(let high, let low): Self.short(high, low)
        }
    }

    /// The longest run of zero groups, the first of equals and none of one, becomes `::` (RFC 5952 §4.2).
    private static func short(_ high: UInt64, _ low: UInt64) -> String {
        let groups = (0..<8).map { index in
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - index % 4 * 16))
        }
        var (longest, current) = (0..<0, 0..<0)
        for (index, group) in groups.enumerated() {
            current = group == 0 ? (current.isEmpty ? index : current.lowerBound)..<index + 1 : 0..<0
            if current.count > longest.count { longest = current }
        }
        func text(_ part: ArraySlice<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard longest.count > 1 else { return text(groups[...]) }
        return "\(text(groups[..<longest.lowerBound]))::\(text(groups[longest.upperBound...]))"
    }
}

extension TCPEnd: CustomStringConvertible {
    /// `127.0.0.1:80`, `[::1]:80`.
    public var description: String {
        switch address {
        case .v4: "\(address):\(port)"
        case .v6: "[\(address)]:\(port)"
        }
    }
}
