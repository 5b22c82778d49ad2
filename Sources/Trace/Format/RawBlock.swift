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

/// Goes through options, or through the records of names, which are written alike.
struct OptionCursor {
    private var place: Int
    private let block: RawBlock

    init(place: Int, block: RawBlock) {
        self.place = place
        self.block = block
    }

    /// The next one's code, and where its value stands; nil behind the last, which some writers do not mark.
    mutating func next(_ bytes: Span<UInt8>) throws(TraceProblem) -> (code: UInt16, value: Range<Int>)? {
        guard place < block.body.upperBound else { return nil }
        guard block.body.upperBound - place >= 4 else { throw block.damage("an option is cut off") }
        let code = block.order.half(bytes, at: place)
        let length = Int(block.order.half(bytes, at: place + 2))
        if code == BlockLayout.Option.end { return nil }
        let start = place + 4
        guard length <= block.body.upperBound - start else {
            throw block.damage("an option runs past the end of its block")
        }
        // Blocks are as long as a multiple of four, so what fills up stands inside.
        place = start + BlockLayout.padded(length)
        return (code, start..<start + length)
    }
}

extension Span<UInt8> {
    /// A text in UTF-8; zero bytes behind it, which some writers leave there, are none of it.
    func text(_ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        bytes.append(copying: extracting(range))
        while bytes.last == 0 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
