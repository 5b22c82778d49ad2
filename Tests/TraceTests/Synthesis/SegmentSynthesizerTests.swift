internal import Testing
internal import Trace

@Suite struct SegmentSynthesizerTests {
    private static let client = TCPEnd(.v4(0x7F00_0001), port: 50_000)
    private static let server = TCPEnd(.v4(0x7F00_0002), port: 80)

    private static func synthesizer() -> SegmentSynthesizer {
        SegmentSynthesizer(initiator: client, responder: server, interface: 1, seed: 0)
    }

    @Test func `a connection begins with three packets that say the MSS and the scale of windows`() throws {
        let room = PacketShelf()
        var made = Self.synthesizer()
        made.connect(notes: ["hello"], into: room)
        let packets = room.packets
        #expect(packets.count == 3)
        let syn = try #require(packets.first)
        #expect(syn.interface == 1)
        #expect(syn.ticks == 0x1_0000_0002)
        #expect(syn.notes == ["hello"])
        #expect(
            syn.bytes == [
                // Version and length, total 48, no fragments, 64 hops, TCP, checksum, from, to.
                0x45, 0, 0, 48, 0, 0, 0x40, 0, 64, 6, 0x3C, 0xC5, 127, 0, 0, 1, 127, 0, 0, 2,
                // Ports, number, nothing acknowledged, 7 words and SYN, window, checksum, no urgent data.
                0xC3, 0x50, 0, 80, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x70, 2, 0xFF, 0xFF, 0xB8, 0x49, 0, 0,
                // MSS 65,495, nothing, scale 14.
                2, 4, 0xFF, 0xD7, 1, 3, 3, 14,
            ])
        #expect(packets.map(\.flags) == [0x02, 0x12, 0x10])
        #expect(packets.map(\.sequence) == [0x1000_0000, 0xF1FF_FFFF, 0x1000_0001])
        #expect(packets.map(\.acknowledgement) == [0, 0x1000_0001, 0xF200_0000])
        #expect(packets.allSatisfy { $0.hasRightChecksums })
    }

    @Test func `bytes move the numbers on, and every second segment is acknowledged`() {
        let room = PacketShelf()
        var made = Self.synthesizer()
        made.connect(into: room)
        room.forget()
        for text in ["a", "bc", "def"] {
            let bytes = Array(text.utf8)
            made.send(bytes.span, from: .initiator, into: room)
        }
        let packets = room.packets
        #expect(packets.map(\.source) == [50_000, 50_000, 80, 50_000])
        #expect(packets.map(\.payload) == [[97], [98, 99], [], [100, 101, 102]])
        #expect(packets.map(\.sequence) == [0x1000_0001, 0x1000_0002, 0xF200_0000, 0x1000_0004])
        #expect(packets.map(\.acknowledgement) == [0xF200_0000, 0xF200_0000, 0x1000_0004, 0xF200_0000])
        #expect(packets.allSatisfy { $0.hasRightChecksums })
    }

    @Test func `more than the MSS is several segments, and the notes stand at the first`() {
        let room = PacketShelf()
        var made = Self.synthesizer()
        let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        made.send(bytes.span, from: .responder, notes: ["why"], into: room)
        #expect(room.packets.map(\.payload.count) == [65_495, 4505])
        #expect(room.packets.flatMap(\.payload) == bytes)
        #expect(room.packets.map(\.notes) == [["why"], []])
        #expect(room.packets.allSatisfy { $0.hasRightChecksums })
    }

    @Test func `IPv6 has its own headers, and an IPv4 end is mapped into it`() throws {
        let room = PacketShelf()
        var made = SegmentSynthesizer(
            initiator: Self.client, responder: TCPEnd(.v6(0x2001_0DB8 << 32, 1), port: 443), interface: 0,
            seed: 9)
        let bytes: [UInt8] = [1, 2, 3]
        made.send(bytes.span, from: .initiator, into: room)
        let packet = try #require(room.packets.first)
        #expect(
            packet.bytes.prefix(40) == [
                0x60, 0, 0, 0, 0, 23, 6, 64,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1,
                0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
            ])
        #expect(packet.hasRightChecksums)
        #expect(packet.payload == bytes)
    }

    @Test func `the last acknowledgement waits for what there is to say`() {
        let room = PacketShelf()
        var made = Self.synthesizer()
        made.connect(into: room)
        made.finish(.initiator, into: room)
        made.finish(.responder, into: room)
        made.finish(.responder, into: room)
        room.forget()
        made.conclude(notes: ["the end"], into: room)
        #expect(room.packets.map(\.flags) == [0x10])
        #expect(room.packets.map(\.source) == [50_000])
        #expect(room.packets.map(\.notes) == [["the end"]])
        #expect(room.packets.map(\.acknowledgement) == [0xF200_0001])
    }

    @Test func `a reset is the end, and what is noted afterwards repeats it`() {
        let room = PacketShelf()
        var made = Self.synthesizer()
        made.connect(into: room)
        room.forget()
        made.reset(.responder, notes: ["cut"], into: room)
        made.reset(.initiator, into: room)
        made.finish(.responder, into: room)
        let bytes: [UInt8] = [1]
        made.send(bytes.span, from: .responder, into: room)
        let isAcknowledged = made.acknowledge(.responder, into: room)
        #expect(!isAcknowledged)
        made.conclude(into: room)
        made.conclude(notes: ["the end"], into: room)
        #expect(room.packets.map(\.flags) == [0x14, 0x14])
        #expect(room.packets.map(\.source) == [80, 80])
        #expect(room.packets.map(\.notes) == [["cut"], ["the end"]])
    }

    @Test func `nothing is acknowledged twice`() {
        let room = PacketShelf()
        var made = Self.synthesizer()
        let bytes: [UInt8] = [1]
        made.send(bytes.span, from: .initiator, into: room)
        let answers = [
            made.acknowledge(.responder, notes: ["dropped"], into: room),
            made.acknowledge(.responder, into: room), made.acknowledge(.initiator, into: room),
        ]
        #expect(answers == [true, false, false])
        #expect(room.packets.map(\.notes) == [[], ["dropped"]])
    }

    @Test func `of a long packet as much is kept as was asked for, with the checksum of all of it`() throws {
        let room = PacketShelf()
        var made = SegmentSynthesizer(
            initiator: Self.client, responder: Self.server, interface: 0, seed: 0, snapLength: 60)
        let bytes = [UInt8](repeating: 7, count: 999)
        made.send(bytes.span, from: .initiator, into: room)
        let packet = try #require(room.packets.first)
        #expect(packet.bytes.count == 60)
        #expect(packet.length == 1039)
        var whole = packet
        whole.bytes += [UInt8](repeating: 7, count: 979)
        #expect(whole.hasRightChecksums)
    }

    @Test func `a packet for which there is no room is lost, and the numbers go on`() {
        let room = PacketShelf(pages: 0)
        var made = Self.synthesizer()
        made.connect(into: room)
        let bytes: [UInt8] = [1, 2]
        made.send(bytes.span, from: .initiator, into: room)
        room.pagesLeft = 1
        made.send(bytes.span, from: .initiator, into: room)
        #expect(room.packets.map(\.sequence) == [0x1000_0003])
    }

    @Test func `a long note is cut between two characters`() {
        let room = PacketShelf()
        var made = Self.synthesizer()
        made.connect(notes: [String(repeating: "é", count: 3000) + "x", "y"], into: room)
        #expect(room.packets.first?.notes == [String(repeating: "é", count: 2048), "y"])
        made.finish(.initiator, notes: ["x" + String(repeating: "é", count: 3000)], into: room)
        #expect(room.packets.last?.notes == ["x" + String(repeating: "é", count: 2047)])
    }
}
