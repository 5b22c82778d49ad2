public import WebSocketWire

/// Makes frames worse, and knows what they are: faults and fuzzers share it.
///
/// Every way of breaking the framing can come up, in legal company. The same frames, strength and stream give
/// the same result; nothing is drawn from elsewhere, but for what a byte mutator that is handed in does.
public struct FrameMutator: Hashable, Sendable {
    /// Who sends the frames: what is put in is masked rightly, at first.
    public var sender: EndpointRole
    /// How many changes are made, one after the other.
    public var strength: Int
    /// How many bytes the frames may grow to, about: nothing is put in that is larger than what is left of it.
    public var limit: Int

    /// A mutator of what `sender` sends.
    public init(sender: EndpointRole, strength: Int = 1, limit: Int = 16 << 20) {
        self.sender = sender
        self.strength = strength
        self.limit = limit
    }

    /// The frames changed: more of them, fewer or none.
    public func mutate(_ frames: [DraftFrame], _ random: inout RandomStream) -> [DraftFrame] {
        var payloads = SeededByteMutator()
        return mutate(frames, &random, payloads: &payloads)
    }

    /// The frames changed, with payloads by a mutator of the caller's.
    public func mutate(
        _ frames: [DraftFrame], _ random: inout RandomStream, payloads: inout some ByteMutator
    ) -> [DraftFrame] {
        var frames = frames
        for _ in 0..<max(0, strength) {
            let invention = FrameInvention(sender: sender, room: max(0, limit - frames.byteCount))
            let mutation = random.pick(random.pick(FrameMutation.kinds))
            mutation.apply(to: &frames, invention, &random, payloads: &payloads)
        }
        return frames
    }

    /// Frames of two origins: one end and another beginning, some put between others, both mixed, or the
    /// header of one with the payload of another. No more of them than fit into the limit.
    public func crossover(
        _ first: [DraftFrame], _ second: [DraftFrame], _ random: inout RandomStream
    ) -> [DraftFrame] {
        guard !first.isEmpty, !second.isEmpty else { return fitting(first + second) }
        let here = random.below(first.count + 1)
        let there = random.below(second.count)
        switch random.below(4) {
        case 0: return fitting(first[..<here] + second[there...])
        case 1:
            let end = random.within(there + 1...second.count)
            return fitting(first[..<here] + second[there..<end] + first[here...])
        case 2: return fitting(mixed(first, second, &random)[...])
        default:
            var frames = first
            frames[min(here, frames.count - 1)].replacePayload(second[there].payload)
            return fitting(frames[...])
        }
    }

    private func mixed(
        _ first: [DraftFrame], _ second: [DraftFrame], _ random: inout RandomStream
    ) -> [DraftFrame] {
        var (first, second) = (first[...], second[...])
        var frames: [DraftFrame] = []
        while !first.isEmpty, !second.isEmpty {
            frames.append(random.chance(0.5) ? first.removeFirst() : second.removeFirst())
        }
        return frames + first + second
    }

    private func fitting(_ frames: some Sequence<DraftFrame>) -> [DraftFrame] {
        var rest = limit
        return Array(
            frames.prefix {
                rest -= $0.header.encodedLength + $0.payload.count
                return rest >= 0
            })
    }
}
