/// A second opinion: DEFLATE read by the book (RFC 1951 §3.2), slowly, noting how far back it refers.
///
/// zlib's own inflater does not tell distances, and lets some pass that reach beyond the window.
struct DeflateReader {
    private(set) var output: [UInt8] = []
    private(set) var farthest = 0
    private var input: [UInt8] = []
    private var position = 0

    struct Damaged: Error {}

    /// Reads blocks until the input, which must end on a block's end and a byte's, is used up.
    mutating func read(_ bytes: [UInt8]) throws {
        (input, position) = (bytes, 0)
        while position + 8 <= input.count * 8 {
            let isFinal = try bits(1) == 1
            try readBlock()
            if isFinal { skipToByte() }
        }
    }

    private mutating func readBlock() throws {
        switch try bits(2) {
        case 0:
            skipToByte()
            let length = try bits(16)
            guard try bits(16) == ~length & 0xFFFF else { throw Damaged() }
            for _ in 0..<length { output.append(UInt8(try bits(8))) }
        case 1:
            let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
            try readSymbols(Code(lengths), Code([Int](repeating: 5, count: 30)))
        case 2:
            let (literals, distances) = try dynamicCodes()
            try readSymbols(literals, distances)
        default: throw Damaged()
        }
    }

    private mutating func readSymbols(_ literals: Code, _ distances: Code) throws {
        while true {
            let symbol = try self.symbol(literals)
            if symbol < 256 { output.append(UInt8(symbol)) }
            if symbol == 256 { return }
            guard symbol > 256 else { continue }
            guard symbol < 286 else { throw Damaged() }
            let length = lengthBases[symbol - 257] + (try bits(lengthExtras[symbol - 257]))
            let code = try self.symbol(distances)
            let extra = code < 4 ? 0 : code / 2 - 1
            let distance = (code < 4 ? code : (2 + code % 2) << extra) + 1 + (try bits(extra))
            guard distance <= output.count else { throw Damaged() }
            farthest = max(farthest, distance)
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func dynamicCodes() throws -> (Code, Code) {
        let counts = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
        var lengths = [Int](repeating: 0, count: 19)
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        for index in 0..<counts.2 { lengths[order[index]] = try bits(3) }
        let code = Code(lengths)
        lengths = []
        while lengths.count < counts.0 + counts.1 {
            switch try symbol(code) {
            case 16:
                guard let last = lengths.last else { throw Damaged() }
                lengths += [Int](repeating: last, count: 3 + (try bits(2)))
            case 17: lengths += [Int](repeating: 0, count: 3 + (try bits(3)))
            case 18: lengths += [Int](repeating: 0, count: 11 + (try bits(7)))
            case let length: lengths.append(length)
            }
        }
        return (Code(Array(lengths[..<counts.0])), Code(Array(lengths[counts.0...])))
    }

    private mutating func symbol(_ code: Code) throws -> Int {
        var (value, first, index) = (0, 0, 0)
        for length in 1...15 {
            value |= try bits(1)
            let count = code.counts[length]
            if value - first < count { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw Damaged()
    }

    private mutating func bits(_ count: Int) throws -> Int {
        guard position + count <= input.count * 8 else { throw Damaged() }
        var value = 0
        for index in 0..<count {
            value |= Int(input[position >> 3] >> UInt8(position & 7) & 1) << index
            position += 1
        }
        return value
    }

    private mutating func skipToByte() {
        position = (position + 7) & ~7
    }
}

/// A canonical Huffman code: how many symbols have each length, and the symbols in order (RFC 1951 §3.2.2).
private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: [Int]) {
        for length in 1...15 {
            let found = lengths.indices.filter { lengths[$0] == length }
            counts[length] = found.count
            symbols += found
        }
    }
}

private let lengthExtras = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]
private let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
]
