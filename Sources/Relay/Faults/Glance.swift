internal import Scenarios
internal import WebSocketWire

/// What a header alone says of a rule: for most frames a few comparisons are all that a rule costs.
struct Glance {
    private let opcodes: OpcodeSet
    /// Payloads of other lengths are no candidates; nil where that takes more than a header.
    private let sizes: ClosedRange<UInt64>?
    private let hasTest: Bool
    /// So many candidates come first that surely do not fire.
    private(set) var skips: Int

    /// - Parameter skips: of candidates that a header tells; 0 where it does not.
    init(_ rule: CompiledRule, skips: Int, isSpent: Bool) {
        opcodes = isSpent ? [] : rule.messages.union(rule.frames)
        hasTest = rule.rule.when.test != nil
        if case .size(let range) = rule.rule.when.test {
            sizes = UInt64(max(0, range.lowerBound))...UInt64(max(0, range.upperBound))
        } else {
            sizes = nil
        }
        self.skips = skips
    }

    /// Whether the frame cannot make the rule fire, and nothing more has to be asked.
    ///
    /// - Parameter isPlain: whether the frame is a message or a control frame by itself, and not compressed.
    func settles(_ header: FrameHeader, isPlain: Bool) -> Bool {
        guard opcodes.contains(OpcodeSet(header.opcode)) else { return true }
        guard hasTest else { return skips > 0 }
        guard let sizes, isPlain else { return false }
        return skips > 0 || !sizes.contains(header.payloadLength)
    }

    /// Counts a frame that was settled, if it was a candidate.
    mutating func count(_ header: FrameHeader) {
        guard skips > 0, opcodes.contains(OpcodeSet(header.opcode)) else { return }
        if let sizes, !sizes.contains(header.payloadLength) { return }
        skips -= 1
    }
}
