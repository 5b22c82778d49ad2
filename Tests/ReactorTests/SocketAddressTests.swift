import Testing

@testable import Reactor

@Suite struct SocketAddressTests {
    @Test(arguments: [
        (UInt128(0), "[::]:1"), (1, "[::1]:1"),
        (0x2001_0db8_0000_0000_0001_0000_0000_0001, "[2001:db8::1:0:0:1]:1"),
        (0x2001_0db8_0000_0001_0001_0001_0001_0001, "[2001:db8:0:1:1:1:1:1]:1"),
        (0xfe80_0000_0000_0000_0000_0000_0000_0000, "[fe80::]:1"),
        (0xFFFF_7F00_0001, "[::ffff:127.0.0.1]:1"),
    ])
    func `an IPv6 address is written as RFC 5952 asks`(_ bits: UInt128, _ text: String) {
        #expect("\(SocketAddress.ipv6(bits, port: 1))" == text)
    }

    @Test(arguments: [
        SocketAddress.ipv4(0x0102_0304, port: 513), .ipv6(0x1234_5678 << 96 | 9, port: 65535, scope: 3),
        .unix(path: "/tmp/ü"), .unix(path: ""), .unix(path: String(repeating: "x", count: 107)),
    ])
    func `the kernel's form and back is the same address`(_ address: SocketAddress) {
        #expect(SocketAddress(address.kernelAddress) == address)
    }

    @Test func `loopback is told from what the world can reach`() {
        #expect(SocketAddress.ipv4(0x7F01_0203, port: 1).isLoopback)
        #expect(SocketAddress.ipv6(1, port: 1).isLoopback)
        #expect(SocketAddress.ipv6(0xFFFF_7F00_0001, port: 1).isLoopback)
        #expect(SocketAddress.unix(path: "/x").isLoopback)
        #expect(!SocketAddress.ipv4(0, port: 1).isLoopback)
        #expect(!SocketAddress.ipv6(0, port: 1).isLoopback)
    }
}
