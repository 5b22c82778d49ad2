internal import Foundation
internal import Testing
internal import Trace

/// What is the same of both formats.
@Suite struct TraceReaderTests {
    /// Three packets in a file of each.
    static let files: [(TraceFormat, [UInt8])] = {
        var (ours, theirs) = (FileDraft(), FileDraft())
        ours.section()
        ours.interface(link: 1)
        theirs.classic()
        for byte in [1, 2, 3] as [UInt8] {
            ours.packet([byte, byte])
            theirs.record(0, 0, [byte, byte])
        }
        return [(.pcapng, ours.bytes), (.pcap, theirs.bytes)]
    }()

    @Test(arguments: files)
    func `a pipe is read as a file is, though it cannot go back`(
        _ format: TraceFormat, _ bytes: [UInt8]
    ) throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
        let reader = try TraceReader(path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
        #expect(reader.format == format)
        #expect(try reader.one()?.bytes == [1, 1])
        try pipe.fileHandleForWriting.write(
            contentsOf: Data(bytes.suffix(format == .pcap ? 18 : 36).dropLast()))
        try pipe.fileHandleForWriting.close()
        #expect(try reader.all().map(\.bytes) == [[2, 2], [3, 3]])
        #expect(reader.size == nil)
        #expect(reader.unfinished?.offset == UInt64(bytes.count))
        #expect(try reader.one() == nil)
        #expect(reader.unfinished?.offset == UInt64(bytes.count))
    }

    @Test(arguments: files)
    func `a file in memory and on disk are read alike`(_ format: TraceFormat, _ bytes: [UInt8]) throws {
        let file = TemporaryFile(bytes)
        let (memory, disk) = (try TraceReader(bytes: bytes), try TraceReader(path: file.path))
        while let packet = try memory.one() {
            #expect(try disk.one() == packet)
            #expect(disk.position == memory.position)
        }
        #expect(try disk.one() == nil)
        #expect(disk.interfaces == memory.interfaces)
        #expect(disk.size == memory.size)
        #expect(disk.position == UInt64(bytes.count))
    }

    @Test(arguments: files)
    func `a packet that its writer took back half written is not read with the one in its place`(
        _ format: TraceFormat, _ bytes: [UInt8]
    ) throws {
        let last = format == .pcap ? 18 : 36
        let file = TemporaryFile(Array(bytes.dropLast(last)))
        let reader = try TraceReader(path: file.path)
        try file.append([UInt8](repeating: 0x10, count: 11))
        #expect(try reader.all().map(\.bytes) == [[1, 1], [2, 2]])
        #expect(reader.unfinished != nil)
        try file.cut(to: bytes.count - last)
        #expect(try reader.one() == nil)
        #expect(reader.unfinished == nil)
        try file.append(bytes.suffix(last))
        #expect(try reader.all().map(\.bytes) == [[3, 3]])
    }
}
