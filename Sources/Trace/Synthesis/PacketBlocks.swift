/// Reads back what pages hold: blocks that we wrote ourselves. What a file holds is `TraceReader`'s.
public enum PacketBlocks {
    /// How long the block is that begins here.
    public static func size(in bytes: Span<UInt8>, at offset: Int) -> Int {
        Int(bytes.word(at: offset + 4))
    }

    /// When the packet was whose block begins here, in ticks; 0 for what is no packet.
    public static func ticks(in bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        guard bytes.word(at: offset) == BlockLayout.Kind.packet else { return 0 }
        return UInt64(bytes.word(at: offset + 12)) << 32 | UInt64(bytes.word(at: offset + 16))
    }

    /// Shows the packets in their order; what is no packet is left out.
    public static func show(
        _ bytes: Span<UInt8>, ticksPerSecond: UInt64, _ body: (PacketHead, Span<UInt8>) -> Void
    ) {
        var (offset, number): (Int, UInt64) = (0, 0)
        while offset < bytes.count {
            let size = size(in: bytes, at: offset)
            precondition(
                size >= BlockLayout.smallestBlock && size <= bytes.count - offset,
                "blocks of a page are whole")
            if bytes.word(at: offset) == BlockLayout.Kind.packet {
                number += 1
                let nanoseconds = ticks(in: bytes, at: offset) &* (1_000_000_000 / ticksPerSecond)
                let head = PacketHead(
                    number: number, time: PacketTime(nanoseconds: nanoseconds),
                    interface: Int(bytes.word(at: offset + 8)), link: .raw,
                    originalLength: Int(bytes.word(at: offset + 24)))
                let start = offset + BlockLayout.packetStart
                body(head, bytes.extracting(start..<start + Int(bytes.word(at: offset + 20))))
            }
            offset += size
        }
    }
}

extension Span<UInt8> {
    /// A word in the file's order.
    fileprivate func word(at offset: Int) -> UInt32 {
        UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16
            | UInt32(self[offset + 3]) << 24
    }
}
