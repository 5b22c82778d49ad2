/// Changes the bytes of a payload, knowing nothing of what they mean.
///
/// It is handed to a `FrameMutator`: in live traffic a seeded one, under libFuzzer libFuzzer's own, which
/// knows what the program under test compared its input with.
public protocol ByteMutator {
    /// Changes bytes to no more than `limit` of them. What is drawn is drawn from `random`.
    mutating func mutate(_ bytes: inout [UInt8], atMost limit: Int, _ random: inout RandomStream)
}

/// The byte mutator that draws all it does from the stream: the same stream, the same change.
public struct SeededByteMutator: ByteMutator, Hashable, Sendable {
    /// One change at a time.
    public init() {}

    private enum Change: CaseIterable {
        case flipBit, writeEdge, count, overwrite, insert, remove, copy
    }

    /// Makes one change at a drawn place; where there are no bytes, puts some in.
    public mutating func mutate(_ bytes: inout [UInt8], atMost limit: Int, _ random: inout RandomStream) {
        let change = bytes.isEmpty ? .insert : random.pick(Change.allCases)
        let place = random.below(bytes.count)
        let end = min(bytes.count, place + 1 + random.below(8))
        switch change {
        case .flipBit: bytes[place] ^= 1 << UInt8(random.below(8))
        case .writeEdge: bytes[place] = random.pick([0, 1, 0x20, 0x7F, 0x80, 0xC0, 0xFE, 0xFF])
        case .count: bytes[place] &+= UInt8(truncatingIfNeeded: random.within(-16...16))
        case .overwrite: bytes.replaceSubrange(place..<end, with: random.bytes(end - place))
        case .insert: bytes.insert(contentsOf: random.bytes(1 + random.below(8)), at: place)
        case .remove: bytes.removeSubrange(place..<end)
        case .copy: bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count + 1))
        }
        if bytes.count > max(0, limit) { bytes.removeLast(bytes.count - max(0, limit)) }
    }
}
