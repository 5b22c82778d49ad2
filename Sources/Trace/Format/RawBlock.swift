/// A block as it stands in the window.
struct RawBlock {
    let kind: UInt32
    let length: Int
    private(set) var start: Int
    let order: SectionOrder
    /// Where in the file it begins.
    let offset: UInt64

    /// Reads a block's first words; the others may not be there yet.
    init(
        _ bytes: Span<UInt8>, at start: Int, order: SectionOrder, offset: UInt64
    ) throws(TraceProblem) {
        kind = order.word(bytes, at: start)
        length = Int(order.word(bytes, at: start &+ 4))
        (self.start, self.order, self.offset) = (start, order, offset)
        guard length >= BlockLayout.smallestBlock, length & 3 == 0, length <= BlockLayout.largestBlock else {
            throw damage("a block claims a length of \(length) bytes")
        }
    }

    /// Without its type and lengths.
    var body: Range<Int> { start + 8..<start + length - 4 }

    /// The same block, after the window was filled up.
    func moved(to start: Int) -> RawBlock {
        var block = self
        block.start = start
        return block
    }

    /// Makes sure that the length stands at the block's end, too.
    func checkEnd(_ bytes: Span<UInt8>) throws(TraceProblem) {
        if Int(order.word(bytes, at: start + length - 4)) != length {
            throw damage("a block's two lengths differ")
        }
    }

    /// What makes it unreadable.
    func damage(_ reason: String) -> TraceProblem { TraceProblem(reason, at: offset) }

    /// Makes sure that the body has its fixed fields.
    func needs(_ count: Int, _ what: String) throws(TraceProblem) {
        if body.count < count { throw damage("\(what) has only \(body.count) bytes") }
    }

    /// The options from `place` on.
    func options(from place: Int) -> OptionCursor { OptionCursor(place: place, block: self) }
}
