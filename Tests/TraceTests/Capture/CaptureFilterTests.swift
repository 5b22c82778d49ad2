internal import Testing

@testable import Trace

struct CaptureFilterTests {
    @Test func `ports become a filter, and an expression narrows it`() {
        #expect(CaptureFilter(ports: [9000]).text == "tcp port 9000")
        #expect(CaptureFilter(ports: [80, 443]).text == "tcp port 80 or tcp port 443")
        let both = CaptureFilter(ports: [80, 443], and: "host ::1 or host 10.0.0.7")
        #expect(both.text == "(tcp port 80 or tcp port 443) and (host ::1 or host 10.0.0.7)")
    }

    @Test func `without ports the expression stands alone, and without both it is TCP`() {
        #expect(CaptureFilter(ports: [], and: "udp").text == "udp")
        #expect(CaptureFilter(ports: []).text == "tcp")
    }
}
