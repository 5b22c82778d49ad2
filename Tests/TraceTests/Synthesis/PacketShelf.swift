internal import Trace

/// Keeps what is synthesised, and takes the blocks apart by the letter of the format.
final class PacketShelf: PacketRoom {
    var pagesLeft: Int
    let ticks: UInt64 = 0x1_0000_0002
    private let page = PacketPage(capacity: 1 << 20)

    init(pages: Int = .max) { pagesLeft = pages }

    func page(for size: Int, on interface: Int) -> PacketPage? {
        guard pagesLeft > 0, page.room >= size else { return nil }
        return page
    }

    func forget() { page.clear() }

    var packets: [ShelvedPacket] {
        let bytes = page.show { span in span.indices.map { span[$0] } }
        var (packets, offset): ([ShelvedPacket], Int) = ([], 0)
        while offset < bytes.count {
            let block = Words(bytes: bytes, start: offset)
            precondition(block[0] == 6, "an Enhanced Packet Block")
            let length = Int(block[1])
            precondition(length % 4 == 0 && Words(bytes: bytes, start: offset + length - 4)[0] == block[1])
            packets.append(ShelvedPacket(block, end: offset + length - 4))
            offset += length
        }
        return packets
    }
}

struct Words {
    let bytes: [UInt8]
    let start: Int

    /// A word in the file's order.
    subscript(index: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[start + index * 4 + $1]) << UInt32($1 * 8) }
    }
}

struct ShelvedPacket {
    let interface: UInt32
    let ticks: UInt64
    let length: UInt32
    var bytes: [UInt8]
    private(set) var notes: [String] = []

    init(_ block: Words, end: Int) {
        interface = block[2]
        ticks = UInt64(block[3]) << 32 | UInt64(block[4])
        length = block[6]
        let start = block.start + 28
        bytes = Array(block.bytes[start..<start + Int(block[5])])
        var option = start + (bytes.count + 3) / 4 * 4
        while option < end {
            let head = Words(bytes: block.bytes, start: option)[0]
            if head == 0 { break }
            precondition(head & 0xFFFF == 1, "a comment")
            let count = Int(head >> 16)
            notes.append(String(decoding: block.bytes[option + 4..<option + 4 + count], as: UTF8.self))
            option += 4 + (count + 3) / 4 * 4
        }
    }

    private var isV6: Bool { bytes[0] >> 4 == 6 }
    private var tcp: Int { isV6 ? 40 : 20 }

    func network(_ offset: Int, _ count: Int) -> UInt32 {
        bytes[offset..<offset + count].reduce(0) { $0 << 8 | UInt32($1) }
    }

    var source: UInt32 { network(tcp, 2) }
    var sequence: UInt32 { network(tcp + 4, 4) }
    var acknowledgement: UInt32 { network(tcp + 8, 4) }
    var flags: UInt32 { network(tcp + 13, 1) }
    var payload: [UInt8] { Array(bytes[(tcp + Int(bytes[tcp + 12] >> 4) * 4)...]) }

    /// By the definition, word by word (RFC 1071 §1).
    var hasRightChecksums: Bool {
        let segment = Array(bytes[tcp...])
        let addresses = Array(isV6 ? bytes[8..<40] : bytes[12..<20])
        let pseudo = addresses + [0, 6, UInt8(segment.count >> 8), UInt8(segment.count & 0xFF)]
        let isHeaderRight = isV6 || Self.sum(Array(bytes[..<20])) == 0xFFFF
        return isHeaderRight && Self.sum(pseudo + segment) == 0xFFFF
    }

    private static func sum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += UInt32(bytes[index]) << 8 + (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
            sum = (sum & 0xFFFF) + sum >> 16
        }
        return sum
    }
}
