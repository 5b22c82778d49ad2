import Foundation
import Testing
import Trace

@testable import Closecall
@testable import Reactor

struct CaptureWriterTests {
    private let folder: JournalFolder
    private var path: String { folder.path + "/x.pcapng" }
    private let interface = TraceInterface(link: .ethernet, name: "lo", filter: "tcp port 9000")

    init() throws { folder = try JournalFolder() }

    @Test func `a file tells of its interface, its packets, and at last what was counted`() throws {
        var writer = try open()
        add(to: &writer, [1, 2, 3], [4, 5])
        writer.finish(at: time(2), CaptureStatistics(received: 2))
        let file = try CapturedBlocks(path)
        #expect(file.kinds == [.section, .interface, .packet, .packet, .statistics])
        #expect(file.packets == [[1, 2, 3], [4, 5]])
        #expect(writer.lost == 0 && writer.trouble == nil && writer.files == [path])
    }

    @Test func `only its owner may read it`() throws {
        _ = try open()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `what a file held before is gone, unless another program writes to it`() throws {
        try Data(repeating: 7, count: 5000).write(to: URL(filePath: path))
        var writer = try open()
        #expect(try CapturedBlocks(path).kinds == [.section, .interface])
        let failure = #expect(throws: CaptureFailure.self) { _ = try open() }
        #expect(
            failure.map { "\($0)" } == "another program is writing to \(path), name another file")
        add(to: &writer, [1])
        writer.flush()
        #expect(try CapturedBlocks(path).packets == [[1]])
    }

    @Test func `a place where no file can be is told`() throws {
        let failure = #expect(throws: CaptureFailure.self) {
            _ = try CaptureWriter(
                CapturePlan(.init(filter: CaptureFilter("tcp")), into: .file("/nowhere/x.pcapng")), interface,
                at: time(0))
        }
        #expect(
            failure.map { "\($0)" }
                == "/nowhere/x.pcapng cannot be written: no such file or directory (ENOENT)")
    }

    @Test func `a full disk leaves whole packets, and what is missing is counted`() throws {
        let faults = SyscallFaults()
        // A packet's block takes 32 bytes and its own four: the page's first two fit.
        try Syscalls.$faults.withValue(faults) {
            var writer = try open()
            faults.shorten(.write, to: 80)
            faults.fail(.write, nth: faults.calls(of: .write) + 2, with: ENOSPC)
            add(to: &writer, [1], [2], [3], [4])
            writer.flush()
            #expect(writer.lost == 2 && writer.trouble?.description.contains("ENOSPC") == true)
            #expect(try CapturedBlocks(path).packets == [[1], [2]])
            // There is no pause here, so that the next ones are written at once.
            add(to: &writer, [5])
            writer.finish(at: time(9), CaptureStatistics(received: 5))
            let file = try CapturedBlocks(path)
            #expect(file.packets == [[1], [2], [5]] && file.kinds.last == .statistics)
            #expect(writer.lost == 2)
        }
    }

    @Test func `a disk that stays full is left alone for a while`() throws {
        let faults = SyscallFaults()
        try Syscalls.$faults.withValue(faults) {
            var writer = try open(pause: .seconds(1000))
            let calls = faults.calls(of: .write)
            faults.fail(.write, nth: calls + 1, with: ENOSPC)
            for number in 0..<5 {
                add(to: &writer, [UInt8(number)])
                writer.flush()
            }
            #expect(writer.lost == 5)
            #expect(faults.calls(of: .write) == calls + 1)
            #expect(try CapturedBlocks(path).kinds == [.section, .interface])
        }
    }

    @Test func `a ring begins a new file when one is full, and deletes the oldest`() throws {
        var writer = try open(ring: CaptureRing(size: 2000, files: 3))
        for number in 0..<UInt8(50) {
            let packet = [UInt8](repeating: number, count: 400)
            if writer.isFull(for: packet.count) {
                writer.turn(at: time(UInt64(number)), CaptureStatistics(received: UInt64(number)))
            }
            add(to: &writer, packet)
            writer.flush()
        }
        writer.finish(at: time(50), CaptureStatistics(received: 50))
        let there = writer.files[writer.removed...]
        #expect(folder.names == there.map { String($0.dropFirst(folder.path.count + 1)) }.sorted())
        #expect(there.count == 3 && writer.removed > 3 && writer.lost == 0)
        var numbers: [UInt8] = []
        for path in there {
            let file = try CapturedBlocks(path)
            #expect(file.kinds.prefix(3) == [.section, .interface, .packet])
            #expect(file.kinds.last == .statistics && file.kinds.count { $0 == .statistics } == 1)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0 <= 2000)
            numbers += file.packets.map { $0[0] }
        }
        let first = try #require(numbers.first)
        #expect(numbers == Array(first..<50))
    }

    @Test func `a ring that cannot go on in a new file goes on in the old one`() throws {
        let faults = SyscallFaults()
        try Syscalls.$faults.withValue(faults) {
            var writer = try open(ring: CaptureRing(size: 2000, files: 3))
            add(to: &writer, [1])
            faults.fail(.open, nth: faults.calls(of: .open) + 1, with: EMFILE)
            writer.turn(at: time(1), CaptureStatistics())
            #expect(writer.trouble?.description.contains("EMFILE") == true && writer.files.count == 1)
            add(to: &writer, [2])
            writer.finish(at: time(2), CaptureStatistics())
            #expect(try CapturedBlocks(writer.files[0]).packets == [[1], [2]])
        }
    }

    /// The head itself may not have been taken.
    @Test func `a new file that lacks its beginning gets it with the next packet`() throws {
        let faults = SyscallFaults()
        try Syscalls.$faults.withValue(faults) {
            var writer = try open(ring: CaptureRing(size: 2000, files: 3))
            add(to: &writer, [1])
            writer.turn(at: time(1), CaptureStatistics())
            faults.shorten(.write, to: 10)
            faults.fail(.write, nth: faults.calls(of: .write) + 3, with: ENOSPC)
            add(to: &writer, [2])
            writer.flush()
            #expect(writer.lost == 1 && writer.files.count == 2)
            add(to: &writer, [3])
            writer.flush()
            let file = try CapturedBlocks(writer.files[1])
            #expect(file.kinds == [.section, .interface, .packet] && file.packets == [[3]])
        }
    }

    @Test func `a name that ends in pcap makes libpcap's own format, which libpcap reads`() throws {
        var writer = try open(name: "x.pcap")
        add(to: &writer, [1, 2, 3], [4, 5])
        writer.flush()
        let file = folder.path + "/x.pcap"
        #expect(try packets(file) == [[1, 2, 3], [4, 5]])
        #expect(try Data(contentsOf: URL(filePath: file)).prefix(4) == Data([0xD4, 0xC3, 0xB2, 0xA1]))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        writer.finish(at: time(2), CaptureStatistics())
        #expect(try packets(file).count == 2 && writer.lost == 0)
    }

    @Test func `a disk that is full from the beginning is told`() throws {
        for name in ["x.pcap", "x.pcapng"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/" + name, withDestinationPath: "/dev/full")
            let failure = #expect(throws: CaptureFailure.self) { _ = try open(name: name) }
            let words = failure.map { "\($0)" } ?? ""
            #expect(words.contains(name) && words.lowercased().contains("no space left"))
        }
    }

    @Test func `a ring of classic files begins each with its header`() throws {
        var writer = try open(ring: CaptureRing(size: 1000, files: 2), name: "x.pcap")
        for number in 0..<UInt8(9) {
            let packet = [UInt8](repeating: number, count: 300)
            if writer.isFull(for: packet.count) { writer.turn(at: time(1), CaptureStatistics()) }
            add(to: &writer, packet)
        }
        writer.finish(at: time(2), CaptureStatistics())
        let there = writer.files[writer.removed...]
        #expect(there.count == 2 && folder.names.count == 2)
        #expect(try there.flatMap { try packets($0).map { $0[0] } } == [6, 7, 8])
    }

    private func packets(_ path: String) throws -> [[UInt8]] {
        let reader = try TraceReader(path: path)
        var packets: [[UInt8]] = []
        while try reader.next({ _, bytes in packets.append((0..<bytes.count).map { bytes[$0] }) }) {}
        #expect(reader.unfinished == nil)
        return packets
    }

    private func open(
        ring: CaptureRing? = nil, pause: Duration = .zero, name: String = "x.pcapng"
    ) throws -> CaptureWriter {
        var plan = CapturePlan(
            .init(filter: CaptureFilter("tcp")), into: .file(folder.path + "/" + name))
        plan.ring = ring
        plan.pause = pause
        return try CaptureWriter(plan, interface, at: time(0))
    }

    private func add(to writer: inout CaptureWriter, _ packets: [UInt8]...) {
        for packet in packets {
            let head = PacketHead(number: 1, time: time(1), link: .ethernet, originalLength: packet.count)
            writer.add(packet.span, head, dropped: 0)
        }
    }

    private func time(_ second: UInt64) -> PacketTime { PacketTime(nanoseconds: second * 1_000_000_000) }
}
