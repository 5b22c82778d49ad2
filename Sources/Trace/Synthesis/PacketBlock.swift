/// An Enhanced Packet Block of pcapng, written in place: what `BlockWriter` does for anybody, without a copy.
struct PacketBlock {
    let interface: UInt32
    let ticks: UInt64
    /// Of the packet on the wire.
    let length: Int
    /// Of the packet in the file.
    let kept: Int
    let notes: [String]

    private static let blockType: UInt32 = 6
    private static let commentOption: UInt32 = 1
    /// Type, length, interface, time in two halves, two lengths; and the length again behind everything.
    private static let fixedSize = 32

    /// A comment's length has sixteen bits; most programs show no more than a few lines of it anyway.
    private static let longestNote = 4096

    /// How much room a packet of this length takes, before anything of it is cut off.
    static func size(packet length: Int, _ notes: [String]) -> Int {
        fixedSize + padded(length) + optionsSize(notes)
    }

    private static func padded(_ length: Int) -> Int { (length + 3) & ~3 }

    private static func optionsSize(_ notes: [String]) -> Int {
        notes.isEmpty ? 0 : notes.reduce(4) { $0 + 4 + padded(cut($1).count) }
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
        UInt32(truncatingIfNeeded: Self.fixedSize + Self.padded(kept) + Self.optionsSize(notes))
    }

    func begin(on page: PacketPage) {
        page.append(Self.blockType)
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
            page.append(Self.commentOption | UInt32(truncatingIfNeeded: text.count) << 16)
            page.append(text.span)
            page.pad()
        }
        if !notes.isEmpty { page.append(0) }
        page.append(total)
    }
}
