/// Cuts `count` bytes into pieces of three sizes in turns, the last piece being what is left.
///
/// A size of 0 is an empty piece; when all three are 0 nothing is cut. No bytes are one empty piece.
struct Pieces: Sequence, IteratorProtocol {
    typealias Sizes = [3 of Int]

    /// All in one piece.
    static let whole: Sizes = [0, 0, 0]
    /// Each byte a piece.
    static let single: Sizes = [1, 1, 1]

    private let count: Int
    private let sizes: Sizes
    private var start = 0
    private var turn = 0

    init(of count: Int, _ sizes: Sizes) {
        self.count = count
        let cutsNothing = sizes[0] == 0 && sizes[1] == 0 && sizes[2] == 0
        self.sizes = cutsNothing ? [Swift.max(count, 1), 1, 1] : sizes
    }

    mutating func next() -> Range<Int>? {
        guard start < count || turn == 0 else { return nil }
        let end = Swift.min(start + sizes[turn % 3], count)
        defer {
            start = end
            turn += 1
        }
        return start..<end
    }
}

extension Pieces.Sizes {
    /// The same, without pieces smaller than this; an empty one stays.
    func atLeast(_ least: Int) -> Pieces.Sizes {
        func size(_ index: Int) -> Int { self[index] == 0 ? 0 : Swift.max(self[index], least) }
        return [size(0), size(1), size(2)]
    }
}
