/// An Enhanced Packet Block of pcapng, written in place: what `BlockWriter` does for anybody, without a copy.
struct PacketBlock {
    let interface: UInt32
    let ticks: UInt64
    /// Of the packet on the wire.
    let length: Int
    /// Of the packet in the file.
    let kept: Int
    let notes: [String]

    /// A comment's length has sixteen bits; most programs show no more than a few lines of it anyway.
    private static let longestNote = 4096

    /// How much room a packet of this length takes, before anything of it is cut off.
    static func size(packet length: Int, _ notes: [String]) -> Int {
        BlockLayout.packetBlockOverhead + BlockLayout.padded(length) + optionsSize(notes)
    }

    private static func optionsSize(_ notes: [String]) -> Int {
        notes.isEmpty ? 0 : notes.reduce(4) { $0 + 4 + BlockLayout.padded(cut($1).count) }
    }

    private static func cut(_ note: String) -> [UInt8] {
        let bytes = Array(note.utf8)
        guard bytes.count > longestNote else { return bytes }
        // Not in the middle of a character.
        var end = longestNote
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(bytes[..<end])
    }

    private var total: UInt32 {
        UInt32(truncatingIfNeeded: Self.size(packet: kept, notes))
    }

    func begin(on page: PacketPage) {
        page.append(BlockLayout.Kind.packet)
        page.append(total)
        page.append(interface)
        page.append(UInt32(truncatingIfNeeded: ticks >> 32))
        page.append(UInt32(truncatingIfNeeded: ticks))
        page.append(UInt32(truncatingIfNeeded: kept))
        page.append(UInt32(truncatingIfNeeded: length))
    }

    func end(on page: PacketPage) {
        page.pad()
        for note in notes {
            let text = Self.cut(note)
            page.append(UInt32(BlockLayout.Option.comment) | UInt32(truncatingIfNeeded: text.count) << 16)
            page.append(text.span)
            page.pad()
        }
        if !notes.isEmpty { page.append(0) }
        page.append(total)
    }
}
