import Testing

@testable import ClosecallCLI

@Suite struct ArgumentValueTests {
    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("1.5s", .milliseconds(1500)), ("0s", .zero),
        ("2m", .seconds(120)),
        ("1h", .seconds(3600)), ("7us", .microseconds(7)), (".5s", .milliseconds(500)),
    ])
    func `durations carry their unit`(text: String, duration: Duration) throws {
        #expect(try ArgumentValue.duration(text) == duration)
    }

    @Test(arguments: ["", "5", "s", "-5s", "1.2.3s", "5 s", "5S", "1e9s", "nans", "infs", "5days", "٣s"])
    func `what is no duration is refused`(text: String) {
        #expect(throws: CommandFailure("\"\(text)\" is not a duration, write 250ms, 1.5s, 2m or 1h")) {
            try ArgumentValue.duration(text)
        }
    }

    @Test(arguments: ["9000h", "99999999999999999999999999999h"])
    func `a duration of more than a year is refused`(text: String) {
        #expect(throws: CommandFailure("\"\(text)\" is longer than a year, write a shorter one")) {
            try ArgumentValue.duration(text)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:9000", "127.0.0.1", 9000), ("localhost:0", "localhost", 0),
        (":65535", "127.0.0.1", 65535),
        ("[::1]:80", "::1", 80), ("example.com:443", "example.com", 443),
    ])
    func `a host and a port`(text: String, host: String, port: Int) throws {
        #expect(try HostAndPort(parsing: text) == HostAndPort(host: host, port: UInt16(port)))
    }

    @Test(arguments: [
        "", "localhost", "h:", "h:65536", "h:-1", "h:+1", "h:1x", "::1:80", "[::1]", "[]:80", "ws://h:80",
        "a b:80",
        "h:٣",
    ])
    func `what is no host and port is refused`(text: String) {
        #expect(throws: CommandFailure.self) { try HostAndPort(parsing: text) }
    }

    @Test func `integers keep to their range`() throws {
        #expect(try ArgumentValue.integer("65535", in: 0...65535) == 65535)
        for text in ["65536", "-1", "1.0", "", "99999999999999999999"] {
            #expect(throws: CommandFailure("\"\(text)\" is not a whole number from 0 to 65535")) {
                try ArgumentValue.integer(text, in: 0...65535)
            }
        }
    }
}
