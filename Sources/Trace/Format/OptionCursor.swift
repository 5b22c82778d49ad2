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
