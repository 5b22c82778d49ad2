import Testing

/// Messages that compressors treat differently.
enum SampleMessage: CaseIterable, CustomTestStringConvertible {
    case noise, zeros, text, farRepeats

    var testDescription: String { "\(self)" }

    /// A piece of the sample from somewhere in it; 100,000 bytes at most.
    func bytes(_ count: Int, using generator: inout SeededGenerator) -> [UInt8] {
        let pool = Self.pools[self] ?? []
        let start = Int.random(in: 0...(pool.count - count), using: &generator)
        return Array(pool[start..<start + count])
    }

    /// Made once, because making them takes longer than compressing them.
    private static let pools = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.pool()) })

    private func pool() -> [UInt8] {
        var generator = SeededGenerator(seed: 2026)
        var bytes: [UInt8] = []
        let words = ["frame ", "message ", "session ", "leg ", "{\"code\": ", "1006}, ", "été ", "\n"]
        let gaps = [180, 187, 192, 193, 300, 900, 8000, 32_000]
        let noise = generator.bytes(64)
        while bytes.count < 110_000 {
            switch self {
            case .noise: bytes += generator.bytes(110_000)
            case .zeros: bytes += [UInt8](repeating: 0, count: 110_000)
            case .text: bytes += words[Int.random(in: 0..<words.count, using: &generator)].utf8
            // The same noise again and again, at distances around 256 and up to 32 KiB.
            case .farRepeats:
                bytes += noise + generator.bytes(gaps[Int.random(in: 0..<gaps.count, using: &generator)])
            }
        }
        return bytes
    }
}
