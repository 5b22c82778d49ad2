/// An IPv4 address and a port: all that a benchmark on loopback needs.
struct Address: Hashable, CustomStringConvertible {
    /// The first octet in the highest bits.
    var host: UInt32
    var port: UInt16

    static let loopback: UInt32 = 0x7F00_0001

    init(host: UInt32 = Address.loopback, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:9000`.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = UInt16(parts[1]) else { return nil }
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard octets.count == 4 else { return nil }
        var host: UInt32 = 0
        for octet in octets {
            guard let octet else { return nil }
            host = host << 8 | UInt32(octet)
        }
        self.init(host: host, port: port)
    }

    var description: String {
        "\(host >> 24).\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255):\(port)"
    }
}
