internal import Faults
internal import WebSocketWire

/// What the inputs of a target look like, so that they can be changed by somebody who knows it.
///
/// libFuzzer asks for it: `LLVMFuzzerCustomMutator` and `LLVMFuzzerCustomCrossOver`. Changes depend on nothing
/// but the input, the limit, the seed and the change of bytes that is handed in.
public enum InputForm: CInt, CaseIterable, Sendable {
    /// A client's frames, and nothing else.
    case clientFrames
    /// Four bytes of choices, then frames; whose, the first choice says.
    case choicesAndFrames
    /// Four bytes of choices, then what happens to a session; what its peers send may be frames.
    case choicesAndEvents
    /// A whole session: choices, what its peers say, and a scenario (`SessionInput`).
    case session

    /// Changes some bytes to others, of which there are no more than the number handed in: what libFuzzer
    /// does, with all that it has learnt about the program.
    public typealias ByteChange = (inout [UInt8], Int) -> Void

    /// Changes an input to one of at most `limit` bytes.
    ///
    /// One in `plainShare` changes is one of bytes: a fuzzer that knows the form has to reach, too, what is no
    /// input of that form.
    public func mutate(
        _ input: inout [UInt8], atMost limit: Int, seed: UInt32, by change: @escaping ByteChange
    ) {
        var random = RandomStream(state: UInt64(seed))
        var payloads = HandedInMutator(change: change)
        if random.once(in: Self.plainShare) {
            payloads.mutate(&input, atMost: limit, &random)
        } else {
            mutateForm(of: &input, atMost: limit, &random, payloads: &payloads)
        }
        input.truncate(to: limit)
    }

    /// An input of at most `limit` bytes, made of two.
    public func cross(
        _ first: Span<UInt8>, with second: Span<UInt8>, atMost limit: Int, seed: UInt32
    ) -> [UInt8] {
        var random = RandomStream(state: UInt64(seed))
        var result: [UInt8] =
            switch self {
            case .clientFrames: crossFrameRuns(first, second, from: .client, atMost: limit, &random)
            case .choicesAndFrames: ChosenFrames(first).crossed(with: second, atMost: limit, &random)
            case .choicesAndEvents: EventInput(first).crossed(with: EventInput(second), &random)
            case .session:
                SessionInput(reading: first).crossed(with: SessionInput(reading: second), &random)
            }
        result.truncate(to: limit)
        return result
    }

    static let plainShare = 4

    private func mutateForm(
        of input: inout [UInt8], atMost limit: Int, _ random: inout RandomStream,
        payloads: inout some ByteMutator
    ) {
        switch self {
        case .clientFrames:
            mutateFrameRun(&input, from: .client, atMost: limit, &random, payloads: &payloads)
        case .choicesAndFrames:
            var frames = ChosenFrames(input.span)
            frames.mutate(atMost: limit, &random, payloads: &payloads)
            input = frames.bytes
        case .choicesAndEvents:
            var events = EventInput(input.span)
            events.mutate(atMost: limit, &random, payloads: &payloads)
            input = events.bytes
        case .session:
            var session = SessionInput(reading: input.span)
            session.mutate(atMost: limit, &random, payloads: &payloads)
            input = session.bytes
        }
    }
}

/// A change of bytes as a mutator of payloads.
private struct HandedInMutator: ByteMutator {
    let change: InputForm.ByteChange

    func mutate(_ bytes: inout [UInt8], atMost limit: Int, _ random: inout RandomStream) {
        if limit > 0 { change(&bytes, limit) }
    }
}

extension [UInt8] {
    fileprivate mutating func truncate(to limit: Int) {
        if count > limit { removeLast(count - Swift.max(0, limit)) }
    }
}
