internal import Foundation
internal import Testing
internal import Trace

@Suite struct RecordReaderTests {
    @Test(arguments: [false, true], [false, true])
    func `both byte orders and both lengths of a tick are read`(_ isBig: Bool, _ isNano: Bool) throws {
        var file = FileDraft(isBig: isBig)
        file.classic(isNano ? 0xA1B2_3C4D : 0xA1B2_C3D4, snap: 96, link: 101)
        file.record(4_000_000_000, 999_999, [1, 2, 3], original: 1500)
        file.record(0, 0, [])
        let reader = try TraceReader(bytes: file.bytes)
        #expect(reader.position == 24)
        let seen = try reader.all()
        let time = PacketTime(nanoseconds: 4_000_000_000_000_000_000 + (isNano ? 999_999 : 999_999_000))
        let head = PacketHead(number: 1, time: time, link: .raw, originalLength: 1500)
        let empty = PacketHead(number: 2, time: PacketTime(nanoseconds: 0), link: .raw, originalLength: 0)
        #expect(seen == [Seen(head: head, bytes: [1, 2, 3]), Seen(head: empty, bytes: [])])
        let ticks: UInt64 = isNano ? 1_000_000_000 : 1_000_000
        #expect(
            reader.interfaces == [TraceInterface(link: .raw, snapLength: 96, ticksPerSecond: ticks)])
        #expect(reader.position == UInt64(file.bytes.count))
        #expect(reader.size == UInt64(file.bytes.count))
        #expect(reader.unfinished == nil)
        #expect(reader.names.isEmpty && reader.secrets.isEmpty && reader.dropped == 0)
    }

    @Test func `of a packet longer than the file says they are, the rest is passed over`() throws {
        var file = FileDraft()
        file.classic(snap: 4)
        file.record(1, 0, [1, 2, 3, 4, 5, 6])
        file.record(1, 0, [7])
        let torn = Array(file.bytes.dropLast())
        let reader = try TraceReader(bytes: torn)
        #expect(try reader.all().map(\.bytes) == [[1, 2, 3, 4]])
        #expect(reader.unfinished?.offset == 24 + 22)
        #expect(try packets(of: file.bytes).map(\.bytes) == [[1, 2, 3, 4], [7]])
    }

    @Test func `a file cut anywhere gives the packets before the cut, and says what is missing`() throws {
        var (file, ends) = (FileDraft(), [24])
        file.classic()
        for count in [5, 0, 40, 3] {
            file.record(1, 2, [UInt8](repeating: 9, count: count))
            ends.append(file.bytes.count)
        }
        for count in 24...file.bytes.count {
            let reader = try TraceReader(bytes: Array(file.bytes[..<count]))
            let whole = ends.lastIndex { $0 <= count } ?? 0
            try #require(try reader.all().count == whole, "cut at \(count)")
            try #require(reader.unfinished?.offset == (ends[whole] == count ? nil : UInt64(ends[whole])))
        }
        let reader = try TraceReader(bytes: Array(file.bytes.dropLast()))
        _ = try reader.all()
        #expect(
            reader.unfinished?.description
                == "of the last record only 18 bytes are there (at byte 117): "
                + "its writer was stopped, or still writes")
    }

    @Test func `a header that is cut off is no capture`() {
        var file = FileDraft()
        file.classic()
        #expect(
            problem(of: Array(file.bytes.dropLast()))?.description
                == "the capture ends within its header: its writer was stopped before its first packet")
    }

    @Test func `a version that libpcap does not know is said in its words`() {
        var file = FileDraft()
        file.classic()
        file.bytes[4] = 9
        let reason = problem(of: file.bytes)?.reason
        #expect(reason?.hasPrefix("the capture cannot be read: ") == true)
        #expect(reason?.contains("version 9.4") == true)
    }

    @Test func `a file that grows piece by piece is read as if it were whole`() throws {
        var whole = FileDraft()
        whole.classic()
        var chance = SeededBits(3)
        let packets = (0..<40).map { _ in chance.bytes(Int.random(in: 0..<200, using: &chance)) }
        for packet in packets { whole.record(1, 2, packet) }
        let file = TemporaryFile(Array(whole.bytes[..<24]))
        let reader = try TraceReader(path: file.path)
        var (count, seen) = (24, [[UInt8]]())
        while count < whole.bytes.count {
            let more = min(Int.random(in: 1..<90, using: &chance), whole.bytes.count - count)
            try file.append(whole.bytes[count..<count + more])
            count += more
            seen += try reader.all().map(\.bytes)
            try #require(seen == Array(packets.prefix(seen.count)), "\(count) bytes")
        }
        #expect(seen == packets)
        #expect(reader.unfinished == nil)
        #expect(reader.position == UInt64(count))
    }

    @Test func `damage is told with its place, once`() throws {
        var file = FileDraft()
        file.classic()
        file.record(1, 2, [1, 2])
        file.number(UInt64(0))
        file.number(UInt32(0x7FFF_FFFF))
        file.number(UInt32(0))
        file.record(1, 2, [3])
        let reader = try TraceReader(bytes: file.bytes)
        #expect(try reader.one()?.bytes == [1, 2])
        let problem = #expect(throws: TraceProblem.self) { try reader.one() }
        #expect(problem?.offset == 42)
        #expect(problem?.reason.hasPrefix("a record is damaged: ") == true)
        #expect(try reader.one() == nil)
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `a file damaged at random never traps`(_ seed: UInt64) {
        var chance = SeededBits(seed)
        var file = FileDraft(isBig: Bool.random(using: &chance))
        file.classic()
        for _ in 0..<10 { file.record(1, 2, chance.bytes(Int.random(in: 0..<50, using: &chance))) }
        for _ in 0..<10 {
            var bytes = file.bytes
            for _ in 0..<3 {
                bytes[Int.random(in: 4..<bytes.count, using: &chance)] = UInt8(
                    truncatingIfNeeded: chance.next())
            }
            guard let reader = try? TraceReader(bytes: bytes) else { continue }
            do {
                while try reader.one() != nil {}
            } catch {
                #expect((error.offset ?? .max) <= UInt64(bytes.count), "seed \(seed): \(error)")
            }
        }
    }
}
