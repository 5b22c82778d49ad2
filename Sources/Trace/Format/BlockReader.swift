/// Reads a pcapng file block by block, and keeps what they say of the packets behind them.
final class BlockReader {
    /// What blocks said that are no packets.
    private(set) var told = BlockNews()
    private(set) var unfinished: TraceProblem?

    private var input: TraceInput
    private var order = SectionOrder.little
    private var packets: UInt64 = 0
    /// Simple packets have no time: they are taken to come with those before them.
    private var latest = PacketTime(nanoseconds: 0)

    init(_ input: TraceInput) { self.input = input }

    var position: UInt64 { input.offset }
    var size: UInt64? { input.size }

    /// Shows the next packet, and keeps what stands before it; false when there is no more at present.
    func next(_ body: (PacketHead, Span<UInt8>) -> Void) throws(TraceProblem) -> Bool {
        if unfinished != nil { input.readAgain() }
        while let block = try nextBlock() {
            let bytes = input.bytes
            let span = bytes.span
            try block.checkEnd(span)
            unfinished = nil
            input.skip(block.length)
            guard let packet = try packet(in: block, span) else { continue }
            packets &+= 1
            latest = packet.time
            let head = PacketHead(
                number: packets, time: packet.time, interface: packet.interface, link: packet.link,
                originalLength: packet.originalLength, comments: packet.comments)
            body(head, span.extracting(packet.bytes))
            return true
        }
        return false
    }

    /// The packet of a block that is one; of another, what counts is kept.
    private func packet(in block: RawBlock, _ bytes: Span<UInt8>) throws(TraceProblem) -> RawPacket? {
        switch block.kind {
        case BlockLayout.Kind.packet: return try told.packet(block, bytes)
        case BlockLayout.Kind.simplePacket: return try told.simplePacket(block, bytes, at: latest)
        case BlockLayout.Kind.obsoletePacket: return try told.obsoletePacket(block, bytes)
        default: try told.note(block, bytes)
        }
        return nil
    }

    // MARK: - Blocks

    /// The next whole block; nil where the file ends, between two or in the middle of one.
    private func nextBlock() throws(TraceProblem) -> RawBlock? {
        guard try input.hold(BlockLayout.smallestBlock) else { return stop(length: nil) }
        let block = try blockHead()
        return try input.hold(block.length) ? block.moved(to: input.start) : stop(length: block.length)
    }

    /// What kind of block begins here, and its length; a section's header shows its byte order first.
    private func blockHead() throws(TraceProblem) -> RawBlock {
        let (bytes, start) = (input.bytes, input.start)
        let span = bytes.span
        if SectionOrder.little.word(span, at: start) == BlockLayout.Kind.sectionHeader {
            guard let order = SectionOrder(magic: span, at: start + 8) else {
                throw TraceProblem("a section header has no byte order", at: input.offset)
            }
            self.order = order
        }
        return try RawBlock(span, at: start, order: order, offset: input.offset)
    }

    /// Remembers that the last block is not all there, if anything of one is; its length, where that is known.
    private func stop(length: Int?) -> RawBlock? {
        unfinished = nil
        let there = input.available
        if there > 0 {
            let whole = length.map { "'s \($0)" } ?? "'s"
            unfinished = TraceProblem(
                "of the last block\(whole) bytes only \(there) are there", at: input.offset,
                advice: "its writer was stopped, or still writes")
        }
        return nil
    }
}
