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
            self.init(.v4(0x7F00_0001), port: UInt16(truncatingIfNeeded: 1 + number % 65_535))
        }
    }
}
