import Testing

/// Up to this many bytes every two-way split is tried; the work is quadratic, so longer inputs get a sample.
private let exhaustiveLimit = 2048
private let randomSplits = 50

/// Which split `withEverySplit` is trying, for the comment of an expectation:
/// `#expect(result == whole, "\(Split.current)")`.
struct Split: CustomStringConvertible, Sendable {
    @TaskLocal static var current = Split(description: "no split")

    let description: String
}

/// Calls `body` with `bytes` whole, byte by byte, in every two pieces (empty ones included), and in random
/// pieces. The pieces always join to `bytes`.
///
/// What `body` throws (`#require` throws) is recorded together with the split and the seed, and ends the
/// run: prefer it to `#expect`, which would say the same thing for each of a thousand splits.
func withEverySplit(
    of bytes: [UInt8], seed: UInt64 = 0x5EED, _ body: ([[UInt8]]) throws -> Void
) rethrows {
    func attempt(_ name: @autoclosure () -> String, _ pieces: [[UInt8]]) throws {
        let split = Split(description: name())
        do {
            try Split.$current.withValue(split) { try body(pieces) }
        } catch {
            Issue.record("failed with \(bytes.count) bytes \(split): \(error)")
            throw error
        }
    }
    func cut(at index: Int) throws {
        try attempt("in two at \(index)", [Array(bytes[..<index]), Array(bytes[index...])])
    }

    try attempt("whole", [bytes])
    try attempt("byte by byte", bytes.map { [$0] })
    var generator = SeededGenerator(seed: seed)
    if bytes.count <= exhaustiveLimit {
        for index in 0...bytes.count { try cut(at: index) }
    } else {
        for index in 0..<64 { try cut(at: index) }
        for index in (bytes.count - 64)...bytes.count { try cut(at: index) }
        for _ in 0..<64 { try cut(at: Int.random(in: 0...bytes.count, using: &generator)) }
    }
    for round in 0..<randomSplits {
        let cuts = randomCuts(of: bytes.count, using: &generator)
        let pieces = zip([0] + cuts, cuts + [bytes.count]).map { Array(bytes[$0..<$1]) }
        try attempt("at \(cuts) (random split \(round) of seed \(seed))", pieces)
    }
}

/// Sorted places to cut; places may repeat, which makes an empty piece.
private func randomCuts(of count: Int, using generator: inout SeededGenerator) -> [Int] {
    let pieces = Int.random(in: 1...8, using: &generator)
    return (0..<pieces).map { _ in Int.random(in: 0...count, using: &generator) }.sorted()
}
