internal import Testing
internal import Trace

@Suite struct BlockReaderTests {
    @Test(arguments: [false, true])
    func `both byte orders are read`(_ isBig: Bool) throws {
        var file = FileDraft(isBig: isBig)
        file.section()
        file.interface(link: 1, snap: 96) { options in
            options.option(2, Array("eth0\0".utf8))
            options.option(11, [0] + Array("tcp".utf8))
            options.option(9, [9])
        }
        file.packet([1, 2, 3], high: 1, low: 2, original: 99) { options in
            options.option(1, Array("a".utf8))
            options.option(7, [1, 2, 3])
            options.option(1, Array("b".utf8))
            options.option(0, [])
        }
        let reader = try TraceReader(bytes: file.bytes)
        let head = PacketHead(
            number: 1, time: PacketTime(nanoseconds: 1 << 32 | 2), link: .ethernet, originalLength: 99,
            comments: ["a", "b"])
        #expect(try reader.all() == [Seen(head: head, bytes: [1, 2, 3])])
        #expect(
            reader.interfaces == [
                TraceInterface(
                    link: .ethernet, name: "eth0", filter: "tcp", snapLength: 96,
                    ticksPerSecond: 1_000_000_000)
            ])
    }

    @Test func `sections have their own byte order and interfaces`() throws {
        var (first, second) = (FileDraft(), FileDraft(isBig: true))
        first.section()
        first.interface(link: 1)
        first.packet([1])
        second.section()
        second.interface(link: 113)
        second.interface(link: 101) { $0.option(9, [0]) }
        second.packet([2], interface: 1, low: 7)
        second.packet([3], interface: 0, low: 7)
        let reader = try TraceReader(bytes: first.bytes + second.bytes)
        let seen = try reader.all()
        #expect(seen.map(\.head.interface) == [0, 2, 1])
        #expect(seen.map(\.head.link) == [.ethernet, .raw, .linuxCooked])
        #expect(seen.map(\.head.time.nanoseconds) == [0, 7_000_000_000, 7000])
        #expect(seen.map(\.head.number) == [1, 2, 3])
    }

    @Test(
        arguments: [
            (6, 0, 1_500_000, 1_500_000_000), (9, 0, 5, 5), (0x8A, 0, 1536, 1_500_000_000),
            (3, 2, 1, 2_001_000_000),
            (3, -2, 1, 0), (3, -2, 5000, 3_000_000_000), (0, .max, 1, .max), (0, 0, .max, .max),
            (6, 0, .max, .max),
            (0x7F, 0, 9_000_000_000_000_000_000, 487_890_977), (0xFF, 0, 1 << 63, 500_000_000),
            (12, 0, 1999, 1),
        ] as [(UInt8, Int64, UInt64, UInt64)])
    func `ticks become nanoseconds`(
        _ resolution: UInt8, _ offset: Int64, _ ticks: UInt64, _ nanoseconds: UInt64
    ) throws {
        var file = FileDraft()
        file.section()
        file.interface(link: 1) { options in
            options.option(9, [resolution])
            var seconds = FileDraft()
            seconds.number(offset)
            options.option(14, seconds.bytes)
        }
        file.packet([], high: UInt32(ticks >> 32), low: UInt32(truncatingIfNeeded: ticks))
        #expect(try packets(of: file.bytes).first?.head.time.nanoseconds == nanoseconds)
    }

    @Test func `simple packets are of the first interface, as long as it keeps, and of the time before`()
        throws
    {
        var file = FileDraft()
        file.section()
        file.interface(link: 1, snap: 4)
        file.interface(link: 101)
        file.packet([9], interface: 1, low: 8)
        file.block(3) { body in
            body.number(UInt32(6))
            body.bytes += [1, 2, 3, 4]
        }
        file.block(3) { body in
            body.number(UInt32(2))
            body.bytes += [1, 2, 0, 0]
        }
        let seen = try packets(of: file.bytes)
        #expect(seen.map(\.bytes) == [[9], [1, 2, 3, 4], [1, 2]])
        #expect(seen.map(\.head.originalLength) == [1, 6, 2])
        #expect(seen.map(\.head.interface) == [1, 0, 0])
        #expect(seen.map(\.head.time.nanoseconds) == [8000, 8000, 8000])
    }

    @Test func `obsolete packets are read, and what they say was lost`() throws {
        var file = FileDraft(isBig: true)
        file.section()
        file.interface(link: 1)
        for drops in [3, .max, 2] as [UInt16] {
            file.block(2) { body in
                body.number(UInt16(0))
                body.number(drops)
                for number in [0, 5, 3, 7] as [UInt32] { body.number(number) }
                body.bytes += [1, 2, 3, 0]
                body.option(1, Array("old".utf8))
            }
        }
        let reader = try TraceReader(bytes: file.bytes)
        let seen = try reader.all()
        #expect(seen.map(\.bytes) == [[1, 2, 3], [1, 2, 3], [1, 2, 3]])
        #expect(seen[0].head.originalLength == 7)
        #expect(seen[0].head.time.nanoseconds == 5000)
        #expect(seen[0].head.comments == ["old"])
        #expect(reader.dropped == 5)
    }

    @Test func `losses are the larger of what packets and statistics say, of each interface`() throws {
        var writer = BlockWriter()
        writer.sectionHeader()
        writer.interface(TraceInterface(link: .raw))
        writer.interface(TraceInterface(link: .raw))
        let time = PacketTime(nanoseconds: 0)
        func packet(_ interface: Int, dropped: UInt64) {
            let nothing: [UInt8] = []
            let head = PacketHead(number: 0, time: time, interface: interface, link: .raw, originalLength: 0)
            writer.packet(nothing.span, head, dropped: dropped)
        }
        packet(0, dropped: 5)
        packet(0, dropped: 6)
        packet(1, dropped: 1)
        // Counted from the beginning each time: the last one is right.
        writer.statistics(interface: 0, from: time, to: time, received: 1, dropped: 3)
        writer.statistics(interface: 0, from: time, to: time, received: 1, dropped: 4)
        writer.statistics(interface: 1, from: time, to: time, received: 1, dropped: 20)
        let reader = try TraceReader(bytes: writer.bytes)
        _ = try reader.all()
        #expect(reader.dropped == 31)
    }

    @Test func `blocks of other kinds are passed over`() throws {
        var file = FileDraft()
        file.section()
        file.block(0xBAD) { $0.bytes += [UInt8](repeating: 7, count: 20) }
        file.block(0x4000_0BAD) { $0.bytes += [UInt8](repeating: 7, count: 4) }
        file.block(9) { _ in }
        file.interface(link: 1)
        file.packet([1])
        #expect(try packets(of: file.bytes).map(\.bytes) == [[1]])
    }

    @Test func `names have one address and may have several names`() throws {
        var file = FileDraft(isBig: true)
        file.section()
        file.block(4) { body in
            body.option(1, [127, 0, 0, 1] + Array("one\0two\0".utf8))
            body.option(2, [UInt8](repeating: 0, count: 15) + [1] + Array("six\0".utf8))
            body.option(1, [1, 2])
            body.option(3, [1, 2, 3, 4, 5, 6, 7])
            body.option(1, [127, 0, 0, 1] + Array("later\0".utf8))
            body.option(0, [])
        }
        let reader = try TraceReader(bytes: file.bytes)
        _ = try reader.all()
        #expect(reader.names == [.v4(0x7F00_0001): "one", .v6(0, 1): "six"])
    }

    @Test(arguments: Damage.all)
    func `damage is told with its place, once`(_ damage: Damage) throws {
        var file = FileDraft()
        file.section()
        file.interface(link: 1)
        file.packet([7])
        let place = file.bytes.count
        damage.add(&file)
        file.packet([8])
        let reader = try TraceReader(bytes: file.bytes)
        #expect(try reader.one()?.bytes == [7])
        #expect(throws: TraceProblem(damage.reason, at: UInt64(place))) { try reader.one() }
        #expect(try reader.one() == nil)
    }

    @Test func `what the last block misses is said`() throws {
        var file = FileDraft()
        file.section()
        file.interface(link: 1)
        let start = file.bytes.count
        file.packet([1, 2, 3])
        let reader = try TraceReader(bytes: Array(file.bytes.dropLast(5)))
        #expect(try reader.all() == [])
        #expect(
            reader.unfinished?.description
                == "of the last block's 36 bytes only 31 are there (at byte \(start)): "
                + "its writer was stopped, or still writes")
        let shorter = try TraceReader(bytes: Array(file.bytes[..<(start + 3)]))
        #expect(try shorter.all() == [])
        #expect(shorter.unfinished?.reason == "of the last block's bytes only 3 are there")
    }

    @Test func `too many interfaces are damage`() throws {
        var file = FileDraft()
        file.section()
        for _ in 0...16_384 { file.interface(link: 1) }
        #expect(problem(of: file.bytes)?.reason == "there are more than 16384 interfaces")
    }
}
