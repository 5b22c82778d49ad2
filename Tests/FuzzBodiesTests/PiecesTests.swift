import Testing

@testable import FuzzBodies

struct PiecesTests {
    struct Example: Sendable {
        let count: Int
        let sizes: [3 of Int]
        let pieces: [Range<Int>]
    }

    private static let examples = [
        Example(count: 5, sizes: [0, 0, 0], pieces: [0..<5]),
        Example(count: 5, sizes: [2, 0, 1], pieces: [0..<2, 2..<2, 2..<3, 3..<5]),
        Example(count: 3, sizes: [1, 1, 1], pieces: [0..<1, 1..<2, 2..<3]),
        Example(count: 3, sizes: [255, 0, 0], pieces: [0..<3]),
        Example(count: 2, sizes: [0, 0, 1], pieces: [0..<0, 0..<0, 0..<1, 1..<1, 1..<1, 1..<2]),
        Example(count: 0, sizes: [1, 1, 1], pieces: [0..<0]),
        Example(count: 0, sizes: [0, 0, 0], pieces: [0..<0]),
    ]

    @Test(arguments: examples)
    func `pieces join to the whole, in the sizes asked for`(example: Example) {
        #expect(Array(Pieces(of: example.count, example.sizes)) == example.pieces)
    }
}
