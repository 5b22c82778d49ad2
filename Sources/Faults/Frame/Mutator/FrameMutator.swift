public import WebSocketWire

/// Makes frames worse, and knows what they are: faults and fuzzers share it.
///
/// Every way of breaking the framing can come up, in legal company. The same frames, strength and stream give
/// the same result; nothing is drawn from elsewhere.
public struct FrameMutator: Hashable, Sendable {
    /// Who sends the frames: what is put in is masked rightly, at first.
    public var sender: EndpointRole
    /// How many changes are made, one after the other.
    public var strength: Int

    /// A mutator of what `sender` sends.
    public init(sender: EndpointRole, strength: Int = 1) {
        self.sender = sender
        self.strength = strength
    }

    /// The frames changed: more of them, fewer or none, and not many more than 16 MiB if they had less.
    public func mutate(_ frames: [DraftFrame], _ random: inout RandomStream) -> [DraftFrame] {
        var frames = frames
        for _ in 0..<max(0, strength) {
            let all = FrameMutation.allCases
            all[random.below(all.count)].apply(to: &frames, from: sender, &random)
        }
        return frames
    }
}
