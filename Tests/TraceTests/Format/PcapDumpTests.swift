internal import Foundation
internal import Testing
internal import Trace

@Suite struct PcapDumpTests {
    private func head(_ nanoseconds: UInt64, _ length: Int) -> PacketHead {
        PacketHead(
            number: 1, time: PacketTime(nanoseconds: nanoseconds), link: .raw, originalLength: length,
            comments: ["lost"])
    }

    @Test(arguments: [false, true])
    func `a classic file is written to the byte`(_ isNano: Bool) throws {
        let file = TemporaryFile()
        let interface = TraceInterface(
            link: .raw, snapLength: 4, ticksPerSecond: isNano ? 1_000_000_000 : 1_000_000)
        var dump = try PcapDump(path: file.path, interface)
        let (short, long): ([UInt8], [UInt8]) = ([1, 2], [1, 2, 3, 4, 5])
        try dump.write(short.span, head(3_000_004_005, 9))
        try dump.write(long.span, head(0, 5))
        #expect(dump.count == 24 + 18 + 20)
        try dump.flush()
        var expected = FileDraft()
        expected.classic(isNano ? 0xA1B2_3C4D : 0xA1B2_C3D4, snap: 4, link: 101)
        expected.record(3, isNano ? 4005 : 4, [1, 2], original: 9)
        expected.record(0, 0, [1, 2, 3, 4], original: 5)
        #expect(file.bytes == expected.bytes)
    }

    @Test(
        arguments: [.ethernet, .null, .raw, .linuxCooked, .linuxCooked2, .ipv4, .ipv6, .loop] as [LinkType])
    func `every link type is read again`(_ link: LinkType) throws {
        let file = TemporaryFile()
        var dump = try PcapDump(path: file.path, TraceInterface(link: link))
        let bytes: [UInt8] = [1, 2, 3]
        try dump.write(bytes.span, head(5, 3))
        try dump.flush()
        let reader = try TraceReader(path: file.path)
        #expect(reader.interfaces == [TraceInterface(link: link, snapLength: 262_144)])
        #expect(try reader.one()?.bytes == bytes)
    }

    @Test func `a full disk is noticed`() throws {
        var dump = try PcapDump(path: "/dev/full", TraceInterface(link: .raw))
        let bytes = [UInt8](repeating: 1, count: 100)
        let full = TraceProblem("writing /dev/full failed: No space left on device")
        #expect(throws: full) {
            for _ in 0..<1000 { try dump.write(bytes.span, head(5, 3)) }
        }
        #expect(throws: full) { try dump.flush() }
    }

    @Test func `what cannot be written is said`() {
        #expect(throws: TraceProblem("cannot write /nonexistent/x: No such file or directory")) {
            _ = try PcapDump(path: "/nonexistent/x", TraceInterface(link: .raw))
        }
        let file = TemporaryFile()
        let problem = #expect(throws: TraceProblem.self) {
            _ = try PcapDump(path: file.path, TraceInterface(link: .other(4_000_000)))
        }
        #expect(problem?.reason.hasPrefix("cannot write \(file.path): ") == true)
    }
}
