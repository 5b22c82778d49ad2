import Reactor
import Testing

@testable import Closecall

struct CaptureRingTests {
    /// 2026-11-21T19:00:00Z
    private let time = WallTime(seconds: 1_795_287_600)

    @Test(arguments: [
        ("x.pcapng", 1, "x_00001_20261121190000.pcapng"), ("a.b/x", 2, "a.b/x_00002_20261121190000"),
        ("/tmp/a.b.pcap", 99_999, "/tmp/a.b_99999_20261121190000.pcap"),
        ("x.pcapng", 100_000, "x_100000_20261121190000.pcapng"),
        ("dir/.hidden", 7, "dir/.hidden_00007_20261121190000"),
    ])
    func `files of a ring are named as Wireshark's file sets are`(path: String, number: Int, name: String) {
        #expect(CaptureRing.name(path, number: number, at: time) == name)
    }
}
