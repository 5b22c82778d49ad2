import Foundation
import Testing

/// A pcapng file, walked from block to block.
struct CapturedBlocks {
    enum Kind: UInt32 { case section = 0x0A0D_0D0A, interface = 1, statistics = 5, packet = 6 }

    let kinds: [Kind]
    /// The packets' bytes.
    let packets: [[UInt8]]

    /// Fails where the file is anything but whole blocks.
    init(_ path: String) throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        var (kinds, packets): ([Kind], [[UInt8]]) = ([], [])
        var place = 0
        while place < bytes.count {
            let length = Int(Self.number(bytes, place + 4))
            try #require(length >= 12 && place + length <= bytes.count, "torn at \(place)")
            try #require(Int(Self.number(bytes, place + length - 4)) == length)
            let kind = try #require(Kind(rawValue: Self.number(bytes, place)))
            kinds.append(kind)
            if kind == .packet {
                let kept = Int(Self.number(bytes, place + 20))
                packets.append(Array(bytes[(place + 28)..<(place + 28 + kept)]))
            }
            place += length
        }
        (self.kinds, self.packets) = (kinds, packets)
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    }
}
