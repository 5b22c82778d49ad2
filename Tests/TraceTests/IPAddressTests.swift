internal import Testing
internal import Trace

@Suite struct IPAddressTests {
    @Test(
        arguments: [
            (0, 0, "::"), (0, 1, "::1"), (0x2001_0DB8_0000_0000, 0, "2001:db8::"),
            (0x2001_0DB8_0000_0001, 0x0001_0000_0000_0001, "2001:db8:0:1:1::1"),
            (0x2001_0DB8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
            (0x0001_0000_0002_0003, 0x0004_0005_0006_0007, "1:0:2:3:4:5:6:7"),
        ] as [(UInt64, UInt64, String)])
    func `an IPv6 address is written as RFC 5952 has it`(_ high: UInt64, _ low: UInt64, _ text: String) {
        #expect("\(IPAddress.v6(high, low))" == text)
        #expect("\(TCPEnd(.v6(high, low), port: 80))" == "[\(text)]:80")
    }

    @Test func `an IPv4 address is written in four numbers`() {
        #expect("\(TCPEnd(.v4(0x7F00_0001), port: 9000))" == "127.0.0.1:9000")
    }
}
