import Testing

@testable import Reactor

@Suite struct EndpointTests {
    @Test(arguments: [
        ("127.0.0.1:9000", Endpoint.address(.ipv4(0x7F00_0001, port: 9000))),
        ("[::1]:9000", .address(.ipv6(1, port: 9000))),
        ("[2001:db8::7]:0", .address(.ipv6(0x2001_0db8_0000_0000_0000_0000_0000_0007, port: 0))),
        ("localhost:0", .name("localhost", port: 0)),
        ("example.org:65535", .name("example.org", port: 65535)),
        ("unix:/tmp/a:b.sock", .address(.unix(path: "/tmp/a:b.sock"))),
    ])
    func `a place is read and written the same way`(_ text: String, _ endpoint: Endpoint) throws {
        #expect(try Endpoint(text) == endpoint)
        #expect("\(endpoint)" == text)
    }

    @Test(arguments: [
        ("127.0.0.1", EndpointError.Kind.noPort), ("", .noPort), ("host:", .badPort),
        ("host:65536", .badPort),
        ("host:-1", .badPort), (":80", .noHost), ("1.2.3:80", .badIPv4), ("1.2.3.256:80", .badIPv4),
        ("[::g]:80", .badIPv6), ("[::1:80", .badIPv6), ("::1:80", .unbracketedIPv6), ("a b:80", .badName),
        ("http://host:80", .unbracketedIPv6), ("user@host:80", .badName), ("unix:", .noPath),
        ("unix:" + String(repeating: "x", count: 108), .longPath),
    ])
    func `what is no place is refused with the reason`(_ text: String, _ kind: EndpointError.Kind) {
        let error = #expect(throws: EndpointError.self) { try Endpoint(text) }
        #expect(error?.kind == kind)
        #expect(error?.description.contains(text) == true)
    }

    @Test func `a host and a port make a place, brackets or not`() throws {
        #expect(try Endpoint(host: "::1", port: 80) == .address(.ipv6(1, port: 80)))
        #expect(try Endpoint(host: "[::1]", port: 80) == .address(.ipv6(1, port: 80)))
        #expect(try Endpoint(host: "10.0.0.1", port: 1) == .address(.ipv4(0x0A00_0001, port: 1)))
    }
}
