/// Reads back what a page holds.
public enum PacketBlocks {
    /// Shows the packets of blocks that pages held, in their order, with their times; what is no packet is left out.
    ///
    /// For bytes that we wrote ourselves: what a file holds is `TraceReader`'s.
    public static func show(
        _ bytes: Span<UInt8>, ticksPerSecond: UInt64, _ body: (PacketHead, Span<UInt8>) -> Void
    ) {
        var (offset, number): (Int, UInt64) = (0, 0)
        while offset < bytes.count {
            let size = Int(bytes.word(at: offset + 4))
            precondition(size >= 12 && size <= bytes.count - offset, "blocks of a page are whole")
            if bytes.word(at: offset) == 6 {
                number += 1
                let ticks = UInt64(bytes.word(at: offset + 12)) << 32 | UInt64(bytes.word(at: offset + 16))
                let kept = Int(bytes.word(at: offset + 20))
                let head = PacketHead(
                    number: number,
                    time: PacketTime(nanoseconds: ticks &* (1_000_000_000 / ticksPerSecond)),
                    interface: Int(bytes.word(at: offset + 8)), link: .raw,
                    originalLength: Int(bytes.word(at: offset + 24)))
                body(head, bytes.extracting(offset + 28..<offset + 28 + kept))
            }
            offset += size
        }
    }
}

extension Span<UInt8> {
    /// A word in the file's order.
    fileprivate func word(at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(self[offset + $1]) << UInt32($1 * 8) }
    }
}
