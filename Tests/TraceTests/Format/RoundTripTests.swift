internal import Testing
internal import Trace

/// What is written, cut, damaged and grown at random: a seed in a message makes the same file again.
@Suite struct RoundTripTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `what is written is read again`(_ seed: UInt64) throws {
        let file = RandomFile(seed: seed, blocks: 60)
        let reader = try TraceReader(bytes: file.bytes)
        #expect(try reader.all() == file.packets)
        #expect(reader.unfinished == nil)
        #expect(reader.interfaces == file.interfaces)
        #expect(reader.names == file.names)
        #expect(reader.secrets == file.secrets)
        #expect(reader.dropped == file.dropped)
        #expect(reader.position == UInt64(file.bytes.count))
        #expect(reader.size == UInt64(file.bytes.count))
    }

    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func `a file cut anywhere gives the packets before the cut, and says what is missing`(
        _ seed: UInt64
    ) throws {
        let file = RandomFile(seed: seed, blocks: 20)
        for count in TraceFormatLength.shortest..<file.bytes.count {
            let reader = try TraceReader(bytes: Array(file.bytes[..<count]))
            let last = file.ends.last { $0.count <= count } ?? (0, 0)
            try #require(try reader.all() == Array(file.packets[..<last.packets]), "cut at \(count)")
            try #require(reader.unfinished?.offset == (last.count == count ? nil : UInt64(last.count)))
            try #require(reader.position == UInt64(last.count))
        }
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `a damaged file is read up to the damage, and never traps`(_ seed: UInt64) {
        var chance = SeededBits(seed)
        let file = RandomFile(seed: seed, blocks: 20)
        for _ in 0..<20 {
            var bytes = file.bytes
            for _ in 0...Int.random(in: 0..<4, using: &chance) {
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                switch UInt.random(in: 0..<4, using: &chance) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: chance.next())
                case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &chance) ?? 0
                case 2: bytes.remove(at: place)
                default: bytes.insert(UInt8(truncatingIfNeeded: chance.next()), at: place)
                }
            }
            guard let reader = try? TraceReader(bytes: bytes) else { continue }
            var count = 0
            do {
                while try reader.one() != nil { count += 1 }
            } catch {
                #expect((error.offset ?? .max) <= UInt64(bytes.count), "seed \(seed): \(error)")
                // Damage is told of once.
                #expect((try? reader.one()) == .some(nil), "seed \(seed)")
            }
            #expect(count <= file.packets.count + 4, "seed \(seed)")
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `a file that grows piece by piece is read as if it were whole`(_ seed: UInt64) throws {
        var chance = SeededBits(seed)
        let whole = RandomFile(seed: seed, blocks: 60)
        let file = TemporaryFile(Array(whole.bytes[..<4]))
        let reader = try TraceReader(path: file.path)
        var (count, seen) = (4, [Seen]())
        while count < whole.bytes.count {
            let more = min(Int.random(in: 1..<60, using: &chance), whole.bytes.count - count)
            try file.append(whole.bytes[count..<count + more])
            count += more
            seen += try reader.all()
            let last = whole.ends.last { $0.count <= count } ?? (0, 0)
            try #require(seen.count == last.packets, "seed \(seed), \(count) bytes")
            try #require(reader.unfinished?.offset == (last.count == count ? nil : UInt64(last.count)))
            try #require(reader.size == UInt64(count))
        }
        #expect(seen == whole.packets)
        #expect(reader.unfinished == nil)
    }

    @Test func `a file far longer than the window is read the same from disk`() throws {
        var writer = BlockWriter()
        writer.sectionHeader()
        writer.interface(TraceInterface(link: .raw, ticksPerSecond: 1_000_000_000))
        var chance = SeededBits(7)
        var lengths: [Int] = []
        for index in 0..<300 {
            // One that is longer than the window, too.
            let bytes = [UInt8](
                repeating: UInt8(index & 0xFF),
                count: index == 200 ? 700_000 : Int.random(in: 0..<4000, using: &chance))
            lengths.append(bytes.count)
            let time = PacketTime(nanoseconds: UInt64(index))
            writer.packet(
                bytes.span, PacketHead(number: 1, time: time, link: .raw, originalLength: bytes.count))
        }
        let file = TemporaryFile(writer.bytes)
        let reader = try TraceReader(path: file.path)
        var index = 0
        var isSame = true
        while try reader.next({ head, bytes in
            isSame = isSame && bytes.count == lengths[index] && head.time.nanoseconds == UInt64(index)
            if bytes.count > 0 {
                isSame = isSame && bytes[0] == UInt8(index & 0xFF) && bytes[bytes.count - 1] == bytes[0]
            }
            index += 1
        }) {}
        #expect(isSame)
        #expect(index == 300)
        #expect(reader.unfinished == nil)
    }
}

/// Shorter ones are not known for what they are.
enum TraceFormatLength {
    static let shortest = 4
}
