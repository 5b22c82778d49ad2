/// Makes an input smaller as long as it breaks the same promise: delta debugging.
///
/// Many candidates are asked about at once, as starting a program costs more than running an input. Beside plain
/// cuts there are cuts that count down a byte before them: in a frame, a payload and its length shrink together.
struct InputReducer {
    private(set) var best: [UInt8]

    /// So many candidates, and so many bytes of them, are made at once.
    private static let mostCandidates = 128
    private static let mostBytes = 4 << 20
    /// So far behind a length may be what it counts.
    private static let lengthReach = 12
    private static let mostRounds = 4

    init(_ input: [UInt8]) { best = input }

    /// - Parameter first: which of the candidates is the first that breaks it; nil for none.
    mutating func reduce<Failure: Error>(
        _ first: ([[UInt8]]) throws(Failure) -> Int?
    ) throws(Failure) {
        for _ in 0..<Self.mostRounds {
            var isSmaller = false
            for size in Self.sizes(upTo: best.count / 2) {
                if try sweep(step: size, first, { Self.cut($0, at: $1, size) }) { isSmaller = true }
            }
            for size in Self.sizes(upTo: min(64, best.count / 2)) {
                if try sweep(step: size, first, { Self.cutCounted($0, at: $1, size) }) { isSmaller = true }
            }
            if try sweep(step: 1, first, { Self.cleared($0, at: $1) }) { isSmaller = true }
            if !isSmaller { return }
        }
    }

    /// Powers of two, the largest first.
    private static func sizes(upTo most: Int) -> [Int] {
        var sizes = [1]
        while let last = sizes.last, last * 2 <= most { sizes.append(last * 2) }
        return sizes.reversed()
    }

    /// Tries all variants of every place, again from the same place where one was good. Whether one was.
    private mutating func sweep<Failure: Error>(
        step: Int, _ first: ([[UInt8]]) throws(Failure) -> Int?, _ variants: ([UInt8], Int) -> [[UInt8]]
    ) throws(Failure) -> Bool {
        var hasChanged = false
        var place = 0
        while place < best.count {
            let most = min(Self.mostCandidates, max(1, Self.mostBytes / best.count))
            var candidates: [[UInt8]] = []
            var places: [Int] = []
            var next = place
            while next < best.count, candidates.count < most {
                let here = variants(best, next)
                candidates += here
                places += Array(repeating: next, count: here.count)
                next += step
            }
            if !candidates.isEmpty, let index = try first(candidates) {
                best = candidates[index]
                place = places[index]
                hasChanged = true
            } else {
                place = next
            }
        }
        return hasChanged
    }

    private static func cut(_ bytes: [UInt8], at place: Int, _ size: Int) -> [[UInt8]] {
        [Array(bytes[..<place] + bytes[min(place + size, bytes.count)...])]
    }

    /// The seven low bits of one of the bytes before count what is cut.
    private static func cutCounted(_ bytes: [UInt8], at place: Int, _ size: Int) -> [[UInt8]] {
        guard place + size <= bytes.count else { return [] }
        return (max(0, place - lengthReach)..<place).compactMap { index in
            let length = Int(bytes[index] & 0x7F)
            guard length >= size, length < 126 else { return nil }
            var shorter = bytes
            shorter[index] -= UInt8(size)
            shorter.removeSubrange(place..<place + size)
            return shorter
        }
    }

    private static func cleared(_ bytes: [UInt8], at place: Int) -> [[UInt8]] {
        guard bytes[place] != 0 else { return [] }
        var simpler = bytes
        simpler[place] = 0
        return [simpler]
    }
}
