internal import WebSocketWire

/// Cuts a message into fragments.
public struct Split: Fault {
    /// How many.
    public var into = 2
    /// Their size instead.
    public var size: ByteCount?
    /// The time between two.
    public var pause = Duration.zero

    /// One that cuts in two.
    public init() {}

    /// What is said about it.
    public static let about = About<Split>(
        "split", .frame, "Cuts a message into fragments.",
        details: """
            The payload leaves in `into` frames of equal size (the last ones a byte longer where it does not \
            divide), or in frames of `size` bytes: the first with the message's opcode and RSV1, the others \
            continuations, FIN on the last only, and all with the masking key of the first. It is legal, and \
            shows receivers that take a frame for a message. Fragments that were there before are joined \
            first. A character or a compressed block may be cut anywhere. More fragments than bytes means \
            empty ones. A control frame is cut as well, which is not legal. There are 65,536 fragments at \
            most; the last takes what is left.
            """,
        clause: "RFC 6455 §5.4",
        example: """
            - when: { direction: toClient, kind: text }
              do:
                - split: 3
            """,
        parameters: [
            Parameter("into", \.into, in: 1...Split.most, "how many fragments"),
            Parameter("size", \.size, "how long each is, instead of how many"),
            Parameter("pause", \.pause, "how long each waits for the one before it"),
        ])

    /// A size of nothing leads nowhere.
    public var conflict: String? { size?.bytes == 0 ? "\"size\" is one byte at least" : nil }

    static let most = 65_536

    /// Cuts what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard let whole = plan.subject.merged else { return }
        let sizes = sizes(of: whole.payload.count)
        var items: [Plan.Item] = []
        for (index, fragment) in whole.split(sizes).enumerated() {
            if index > 0, pause > .zero { items.append(.pause(pause)) }
            items.append(.frame(fragment))
        }
        plan.replaceSubject(with: items)
    }

    private func sizes(of count: Int) -> [Int] {
        guard let size = size?.bytes else { return DraftFrame.equalSizes(of: count, into: into) }
        guard size > 0, count > 0 else { return [count] }
        let full = min((count - 1) / size, Self.most - 1)
        return Array(repeating: size, count: full) + [count - full * size]
    }
}

extension DraftFrame {
    /// The sizes of `parts` parts of `count` bytes that differ by one at most, the shorter ones first.
    static func equalSizes(of count: Int, into parts: Int) -> [Int] {
        let parts = max(1, parts)
        return (0..<parts).map { part in count / parts + (part >= parts - count % parts ? 1 : 0) }
    }

    /// Fragments of these sizes, which add up to the payload's: RSV bits on the first, FIN on the last only.
    func split(_ sizes: [Int]) -> [DraftFrame] {
        var rest = payload[...]
        return sizes.enumerated().map { index, size in
            var fragment = self
            fragment.setPayload(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            if index > 0 {
                fragment.header.opcode = .continuation
                fragment.header.reservedBits = 0
            }
            fragment.header.isFinal = index == sizes.count - 1 && header.isFinal
            return fragment
        }
    }
}

extension [DraftFrame] {
    /// One frame with all their payloads, the first one's header and the last one's FIN; nil for none.
    var merged: DraftFrame? {
        guard var whole = first, let last else { return nil }
        guard count > 1 else { return whole }
        whole.setPayload(flatMap(\.payload))
        whole.header.isFinal = last.header.isFinal
        return whole
    }
}

extension Fault where Self == Split {
    /// `split` with its defaults.
    public static var split: Split { Split() }
}
