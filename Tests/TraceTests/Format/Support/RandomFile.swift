internal import Trace

/// A file with anything in it that our writer writes, and what must be read of it.
struct RandomFile {
    var bytes: [UInt8] = []
    var packets: [Seen] = []
    /// Behind each block: how far the file goes, and how many packets are before.
    var ends: [(count: Int, packets: Int)] = []
    var interfaces: [TraceInterface] = []
    var names: [IPAddress: String] = [:]
    var secrets: [[UInt8]] = []
    var dropped: UInt64 = 0

    init(seed: UInt64, blocks: Int) {
        var chance = SeededBits(seed)
        var writer = BlockWriter()
        var section = 0
        for index in 0..<blocks {
            switch index == 0 ? 0 : UInt.random(in: 0..<40, using: &chance) {
            case 0:
                writer.sectionHeader(application: "test", comment: index == 0 ? nil : "another")
                section = interfaces.count
            case 1...5: addInterface(&writer, &chance)
            case 6: addName(&writer, &chance)
            case 7: addSecrets(&writer, &chance)
            default:
                if interfaces.count == section {
                    addInterface(&writer, &chance)
                    ends.append((writer.bytes.count, packets.count))
                }
                addPacket(&writer, &chance, section: section)
            }
            ends.append((writer.bytes.count, packets.count))
        }
        for index in section..<interfaces.count {
            writer.statistics(
                interface: index - section, from: PacketTime(nanoseconds: 0), to: PacketTime(nanoseconds: 9),
                received: 100, dropped: 2)
            dropped += 2
            ends.append((writer.bytes.count, packets.count))
        }
        bytes = writer.bytes
    }

    private mutating func addInterface(_ writer: inout BlockWriter, _ chance: inout SeededBits) {
        let links: [LinkType] = [.ethernet, .raw, .null, .linuxCooked2, .other(147)]
        let interface = TraceInterface(
            link: links.randomElement(using: &chance) ?? .raw,
            name: Bool.random(using: &chance) ? "eth0" : nil,
            about: Bool.random(using: &chance) ? "déjà vu" : nil,
            filter: Bool.random(using: &chance) ? "tcp port 80" : nil, snapLength: 65535,
            ticksPerSecond: [1_000_000, 1_000_000_000, 1 << 20, 1000].randomElement(using: &chance) ?? 1)
        writer.interface(interface, system: "Linux")
        interfaces.append(interface)
    }

    private mutating func addName(_ writer: inout BlockWriter, _ chance: inout SeededBits) {
        let addresses: [IPAddress] = [
            .v4(UInt32.random(in: 0...3, using: &chance)), .v6(0, chance.next() & 3),
        ]
        writer.names(addresses.map { ($0, "host-\($0)") })
        for address in addresses { names[address] = "host-\(address)" }
    }

    private mutating func addSecrets(_ writer: inout BlockWriter, _ chance: inout SeededBits) {
        let keyLog = Array("CLIENT_RANDOM \(chance.next())\n".utf8)
        writer.secrets(keyLog.span)
        secrets.append(keyLog)
    }

    private mutating func addPacket(_ writer: inout BlockWriter, _ chance: inout SeededBits, section: Int) {
        let index = Int.random(in: section..<interfaces.count, using: &chance)
        let ticks = interfaces[index].ticksPerSecond
        // A whole number of ticks of every clock, so that nothing is rounded.
        let seconds = UInt64.random(in: 0..<4_000_000_000, using: &chance)
        let part =
            ticks == 1 << 20
            ? 500_000_000 : UInt64.random(in: 0..<ticks, using: &chance) * (1_000_000_000 / ticks)
        let bytes = chance.bytes(Int.random(in: 0..<100, using: &chance))
        let comments = (0..<max(0, Int.random(in: -4...2, using: &chance))).map { "nöte \($0)" }
        let head = PacketHead(
            number: UInt64(packets.count + 1), time: PacketTime(nanoseconds: seconds * 1_000_000_000 + part),
            interface: index, link: interfaces[index].link,
            originalLength: bytes.count + Int.random(in: 0..<9, using: &chance), comments: comments)
        var written = head
        written.interface = index - section
        writer.packet(bytes.span, written, direction: Bool.random(using: &chance) ? .inbound : nil)
        packets.append(Seen(head: head, bytes: bytes))
    }
}
