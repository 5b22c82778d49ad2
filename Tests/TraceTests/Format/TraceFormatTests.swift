internal import Foundation
internal import Testing
internal import Trace

@Suite struct TraceFormatTests {
    @Test(
        arguments: [
            ([], "the capture is empty: a capture has a header even before its first packet"),
            ([0x0A, 0x0D], "the capture has only 2 bytes: its writer was stopped at its first word"),
            ([0x1F, 0x8B, 8, 0, 0], "the capture is compressed with gzip: decompress it with gunzip"),
            ([0x28, 0xB5, 0x2F, 0xFD], "the capture is compressed with zstd: decompress it with unzstd"),
            (Array("BZh9".utf8), "the capture is compressed with bzip2: decompress it with bunzip2"),
            (
                [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0],
                "the capture is compressed with xz: decompress it with unxz"
            ),
            (
                Array("snoop".utf8),
                "the capture is a capture of another format: "
                    + "convert it with: editcap -F pcapng the capture converted.pcapng"
            ),
            (
                Array("{\"log\":".utf8),
                "the capture is neither pcapng nor pcap: it begins with \"{\"lo\": "
                    + "captures are made by closecall, tcpdump or Wireshark"
            ),
            (
                [0x7F, 0x45, 0x4C, 0x46],
                "the capture is neither pcapng nor pcap: it begins with 7F 45 4C 46: "
                    + "captures are made by closecall, tcpdump or Wireshark"
            ),
        ] as [([UInt8], String)])
    func `what is no capture is named, with what to do`(_ bytes: [UInt8], _ text: String) {
        #expect(problem(of: bytes)?.description == text)
    }

    @Test func `a missing file and a directory are said`() throws {
        let nowhere = "/nonexistent/x.pcap"
        #expect(throws: TraceProblem("cannot open \(nowhere): No such file or directory")) {
            _ = try TraceReader(path: nowhere)
        }
        #expect(throws: TraceProblem("/usr is a directory", advice: "name a capture file in it")) {
            _ = try TraceReader(path: "/usr")
        }
        let file = TemporaryFile(Array("no capture".utf8))
        #expect(throws: TraceProblem.self) { _ = try TraceReader(path: file.path) }
    }

    @Test func `both formats are known by their first bytes`() throws {
        var (ours, theirs) = (FileDraft(), FileDraft())
        ours.section()
        theirs.classic()
        let (first, second) = (try TraceReader(bytes: ours.bytes), try TraceReader(bytes: theirs.bytes))
        #expect([first.format, second.format] == [.pcapng, .pcap])
        #expect("\(first.format), \(second.format)" == "pcapng, pcap")
    }
}
