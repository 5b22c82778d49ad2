import Testing

@testable import Relay

/// The examples are those of HAProxy's proxy-protocol.txt, sections 2.1 and 2.2.
struct ProxyProtocolTests {
    private func text(_ from: ProxyProtocol.Endpoint?, _ to: ProxyProtocol.Endpoint?) -> String {
        String(decoding: ProxyProtocol.v1.header(from: from, to: to), as: UTF8.self)
    }

    private let signature: [UInt8] = Array("\r\n\r\n\0\r\nQUIT\n".utf8)

    @Test func `version 1 over IPv4, as in the specification`() {
        #expect(
            text(.ipv4(0xC0A8_0001, port: 56324), .ipv4(0xC0A8_000B, port: 443))
                == "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n")
        #expect(
            text(.ipv4(.max, port: .max), .ipv4(.max, port: .max))
                == "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n")
    }

    @Test func `version 1 over IPv6, as in the specification`() {
        let group = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
        let longest = text(.ipv6(.max, port: .max), .ipv6(.max, port: .max))
        #expect(longest == "PROXY TCP6 \(group) \(group) 65535 65535\r\n")
        // "Worst case (optional fields set to 0xff)".
        #expect(longest.utf8.count == 104)
    }

    @Test(
        arguments: [
            (0, "::"), (1, "::1"), (0x2001_0DB8 << 96, "2001:db8::"), (0x2001_0DB8 << 96 | 1, "2001:db8::1"),
            (0x0001_0000_0000_0002 << 64 | 0x0003_0000_0000_0004, "1::2:3:0:0:4"),
            (0x0001_0000_0000_0002 << 64 | 4, "1:0:0:2::4"),
            (0x0001_0000_0000_0000 << 64 | 0x0000_0002_0000_0003, "1::2:0:3"),
            (0x0001_0000_0002_0003 << 64 | 0x0004_0005_0006_0007, "1:0:2:3:4:5:6:7"),
            (0xFE80 << 112 | 0xABCD_EF01, "fe80::abcd:ef01"),
        ] as [(UInt128, String)])
    func `an IPv6 address is written in its shortest groups`(_ address: UInt128, _ expected: String) {
        #expect(
            text(.ipv6(address, port: 1), .ipv6(2, port: 2)) == "PROXY TCP6 \(expected) ::2 1 2\r\n")
    }

    @Test func `version 2 over IPv4 and IPv6`() {
        #expect(
            ProxyProtocol.v2.header(
                from: .ipv4(0xC0A8_0001, port: 56324), to: .ipv4(0xC0A8_000B, port: 443))
                == signature + [
                    0x21, 0x11, 0x00, 0x0C, 192, 168, 0, 1, 192, 168, 0, 11, 0xDC, 0x04, 0x01, 0xBB,
                ])
        let from: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [0x07]
        let to: [UInt8] = [UInt8](repeating: 0, count: 15) + [1]
        #expect(
            ProxyProtocol.v2.header(
                from: .ipv6(0x2001_0DB8 << 96 | 7, port: 0x1234), to: .ipv6(1, port: 80))
                == signature + [0x21, 0x21, 0x00, 0x24] + from + to + [0x12, 0x34, 0x00, 0x50])
    }

    @Test func `what has no address is unknown, or local`() {
        let known = ProxyProtocol.Endpoint.ipv4(1, port: 1)
        #expect(text(nil, nil) == "PROXY UNKNOWN\r\n")
        #expect(text(known, nil) == "PROXY UNKNOWN\r\n" && text(nil, known) == "PROXY UNKNOWN\r\n")
        #expect(ProxyProtocol.v2.header(from: nil, to: known) == signature + [0x20, 0, 0, 0])
        #expect(signature.count == 12)
    }

    @Test func `an IPv4 address inside an IPv6 one is IPv4, unless the other end is not`() {
        let mapped = ProxyProtocol.Endpoint.ipv6(0xFFFF_0102_0304, port: 5)
        #expect(text(mapped, .ipv4(0x0A00_0001, port: 6)) == "PROXY TCP4 1.2.3.4 10.0.0.1 5 6\r\n")
        #expect(text(mapped, mapped) == "PROXY TCP4 1.2.3.4 1.2.3.4 5 5\r\n")
        #expect(text(mapped, .ipv6(1, port: 6)) == "PROXY TCP6 ::ffff:102:304 ::1 5 6\r\n")
        #expect(
            text(.ipv4(0x0102_0304, port: 5), .ipv6(1, port: 6)) == "PROXY TCP6 ::ffff:102:304 ::1 5 6\r\n")
    }
}
