internal import Testing
internal import Trace

@Suite struct BlockWriterTests {
    @Test func `a section header is written to the byte`() {
        var writer = BlockWriter()
        writer.sectionHeader(hardware: "x", system: "Linux", application: "closecall", comment: "hey")
        #expect(
            writer.bytes
                == [0x0A, 0x0D, 0x0D, 0x0A, 76, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0]
                + [UInt8](repeating: 0xFF, count: 8) + [1, 0, 3, 0] + Array("hey".utf8) + [0]
                + [2, 0, 1, 0] + Array("x".utf8) + [0, 0, 0] + [3, 0, 5, 0] + Array("Linux".utf8) + [0, 0, 0]
                + [4, 0, 9, 0] + Array("closecall".utf8) + [0, 0, 0] + [0, 0, 0, 0, 76, 0, 0, 0])
    }

    @Test func `a section header without texts has no options`() {
        var writer = BlockWriter()
        writer.sectionHeader()
        #expect(writer.bytes.count == 28)
    }

    @Test func `an interface is written to the byte`() {
        var writer = BlockWriter()
        writer.sectionHeader()
        writer.removeAll()
        let number = writer.interface(
            TraceInterface(
                link: .raw, name: "lo", about: "client", filter: "tcp", snapLength: 96,
                ticksPerSecond: 1_000_000_000),
            system: "L")
        #expect(number == 0)
        #expect(writer.interfaceCount == 1)
        #expect(
            writer.bytes
                == [1, 0, 0, 0, 68, 0, 0, 0, 101, 0, 0, 0, 96, 0, 0, 0]
                + [2, 0, 2, 0] + Array("lo".utf8) + [0, 0] + [3, 0, 6, 0] + Array("client".utf8) + [0, 0]
                + [9, 0, 1, 0, 9, 0, 0, 0] + [11, 0, 4, 0, 0] + Array("tcp".utf8)
                + [12, 0, 1, 0] + Array("L".utf8) + [0, 0, 0] + [0, 0, 0, 0, 68, 0, 0, 0])
    }

    @Test(
        arguments: [
            (1, 0), (1000, 3), (1_000_000, 6), (10_000_000_000_000_000_000, 19), (2, 0x81), (1 << 32, 0xA0),
            (1 << 63, 0xBF),
            // What one byte cannot tell.
            (0, 9), (3, 9), (.max, 9),
        ] as [(UInt64, UInt8)])
    func `a clock becomes the byte that tells of it`(_ ticksPerSecond: UInt64, _ byte: UInt8) {
        var writer = BlockWriter()
        writer.interface(TraceInterface(link: .raw, ticksPerSecond: ticksPerSecond))
        #expect(Array(writer.bytes[16..<24]) == [9, 0, 1, 0, byte, 0, 0, 0])
    }

    @Test func `a packet is written to the byte`() {
        var writer = BlockWriter()
        writer.interface(TraceInterface(link: .raw))
        writer.interface(TraceInterface(link: .raw, ticksPerSecond: 1_000_000_000))
        writer.removeAll()
        let bytes: [UInt8] = [1, 2, 3, 4, 5]
        let head = PacketHead(
            number: 1, time: PacketTime(nanoseconds: 0x1122_3344_5566_7788), interface: 1, link: .raw,
            originalLength: 9, comments: ["one", "two!"])
        writer.packet(bytes.span, head, direction: .outbound, dropped: 3)
        #expect(
            writer.bytes
                == [6, 0, 0, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0x44, 0x33, 0x22, 0x11, 0x88, 0x77, 0x66, 0x55]
                + [5, 0, 0, 0, 9, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0]
                + [2, 0, 4, 0, 2, 0, 0, 0] + [4, 0, 8, 0, 3, 0, 0, 0, 0, 0, 0, 0]
                + [1, 0, 3, 0] + Array("one".utf8) + [0] + [1, 0, 4, 0] + Array("two!".utf8)
                + [0, 0, 0, 0, 80, 0, 0, 0])
    }

    @Test func `a packet without notes has no options, and its time in its interface's ticks`() {
        var writer = BlockWriter()
        writer.interface(TraceInterface(link: .raw))
        writer.removeAll()
        let time = PacketTime(nanoseconds: 5_000_007_999)
        // An original length below what was kept would make the block contradict itself.
        let head = PacketHead(number: 1, time: time, link: .raw, originalLength: -1)
        let bytes = [UInt8](repeating: 7, count: 4)
        writer.packet(bytes.span, head)
        #expect(
            writer.bytes
                == [6, 0, 0, 0, 36, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x47, 0x4B, 0x4C, 0]
                + [4, 0, 0, 0, 4, 0, 0, 0, 7, 7, 7, 7, 36, 0, 0, 0])
    }

    @Test func `a packet longer than readers take is cut`() {
        var writer = BlockWriter()
        writer.interface(TraceInterface(link: .raw))
        writer.removeAll()
        let bytes = [UInt8](repeating: 1, count: BlockLayout.largestPacket + 5)
        let notes = [String](repeating: String(repeating: "n", count: 70_000), count: 300)
        let head = PacketHead(
            number: 1, time: PacketTime(nanoseconds: 0), link: .raw, originalLength: 1, comments: notes)
        writer.packet(bytes.span, head)
        #expect(Array(writer.bytes[20..<28]) == [0, 0, 0, 1, 5, 0, 0, 1])
        #expect(writer.bytes.count <= BlockLayout.largestBlock)
        #expect(writer.bytes.count > BlockLayout.largestBlock - 0x2_0000)
    }

    @Test func `a comment is cut at the end of a character`() {
        var writer = BlockWriter()
        let euros = String(repeating: "€", count: 30_000)
        writer.sectionHeader(comment: "x" + euros)
        // 65,535 bytes would be one byte and 21,844 characters and two thirds of another.
        #expect(Array(writer.bytes[24..<28]) == [1, 0, 0xFD, 0xFF])
        let text = String(decoding: writer.bytes[28..<28 + 0xFFFD], as: UTF8.self)
        #expect(text == "x" + euros.prefix(21_844))
        #expect(writer.bytes.count.isMultiple(of: 4))
    }

    @Test func `names are written to the byte`() {
        var writer = BlockWriter()
        writer.names([(.v4(0x7F00_0001), "me"), (.v6(0, 1), "v6\0hidden")])
        #expect(
            writer.bytes
                == [4, 0, 0, 0, 52, 0, 0, 0, 1, 0, 7, 0, 127, 0, 0, 1] + Array("me".utf8) + [0, 0]
                + [2, 0, 19, 0] + [UInt8](repeating: 0, count: 15) + [1] + Array("v6".utf8) + [0, 0]
                + [0, 0, 0, 0, 52, 0, 0, 0])
    }

    @Test func `statistics are written to the byte`() {
        var writer = BlockWriter()
        writer.interface(TraceInterface(link: .raw, ticksPerSecond: 1_000_000_000))
        writer.removeAll()
        writer.statistics(
            interface: 0, from: PacketTime(nanoseconds: 1), to: PacketTime(nanoseconds: 1 << 32 | 2),
            received: 258, dropped: 3, comment: "c")
        #expect(
            writer.bytes
                == [5, 0, 0, 0, 84, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]
                + [1, 0, 1, 0] + Array("c".utf8) + [0, 0, 0] + [2, 0, 8, 0, 0, 0, 0, 0, 1, 0, 0, 0]
                + [3, 0, 8, 0, 1, 0, 0, 0, 2, 0, 0, 0] + [4, 0, 8, 0, 2, 1, 0, 0, 0, 0, 0, 0]
                + [5, 0, 8, 0, 3, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 84, 0, 0, 0])
    }

    @Test func `secrets are written to the byte`() {
        var writer = BlockWriter()
        let (line, nothing) = (Array("A B\n".utf8), [UInt8]())
        writer.secrets(line.span)
        writer.secrets(nothing.span)
        #expect(
            writer.bytes
                == [10, 0, 0, 0, 24, 0, 0, 0, 0x4B, 0x53, 0x4C, 0x54, 4, 0, 0, 0] + Array("A B\n".utf8)
                + [24, 0, 0, 0])
    }

    @Test func `secrets too long for a block are parted between lines`() {
        var writer = BlockWriter()
        let line = Array("CLIENT_RANDOM 00 11\n".utf8)
        let lines = [[UInt8]](repeating: line, count: 900_000).flatMap(\.self)
        writer.secrets(lines.span)
        let first = BlockLayout.largestPacket / line.count * line.count
        let second = lines.count - first
        #expect(writer.bytes.count == first + second + 40)
        #expect(Array(writer.bytes[16 + first + 4..<16 + first + 8]) == [10, 0, 0, 0])
    }
}
