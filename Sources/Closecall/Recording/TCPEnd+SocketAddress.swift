public import Reactor
public import Trace

extension IPAddress {
    /// A socket's address; nil for a Unix socket's.
    public init?(_ address: SocketAddress) {
        switch address {
        case .ipv4(let bits, _): self = .v4(bits)
        case .ipv6(let bits, _, _):
            self = .v6(UInt64(truncatingIfNeeded: bits >> 64), UInt64(truncatingIfNeeded: bits))
        case .unix: return nil
        }
    }
}

extension TCPEnd {
    /// A socket's address as packets have it. Unix sockets have none, and get one of this machine's with a made-up port.
    init(_ address: SocketAddress?, standIn number: Int) {
        if let address, let host = IPAddress(address), let port = address.port {
            self.init(host, port: port)
        } else {
            // Of those that belong to nobody (RFC 6335 §6): what has a name is taken for what the name says.
            let port = number == 0 ? 49_152 : 49_153 + (number - 1) % 16_383
            self.init(.v4(0x7F00_0001), port: UInt16(truncatingIfNeeded: port))
        }
    }
}
