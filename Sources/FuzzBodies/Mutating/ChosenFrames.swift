internal import Faults
internal import WebSocketWire

/// An input of choices and frames, taken apart. Choices that are missing are 0, as a target reads them.
struct ChosenFrames {
    private var choices: [UInt8]
    private var frames: [UInt8]

    init(_ input: Span<UInt8>) {
        choices = [UInt8](copying: input.extracting(first: Choices.count))
        choices += [UInt8](repeating: 0, count: Choices.count - choices.count)
        frames = [UInt8](copying: input.extracting(droppingFirst: Choices.count))
    }

    var bytes: [UInt8] { choices + frames }

    private var sender: EndpointRole { FrameChoices(Choices(choices.span)).sender }

    /// Changes the frames, or, one time in eight, a choice.
    mutating func mutate(
        atMost limit: Int, _ random: inout RandomStream, payloads: inout some ByteMutator
    ) {
        if random.once(in: 8) {
            choices[random.below(choices.count)] = random.pick([0, 1, 2, 3, 4, 8, random.bytes(1)[0]])
        } else {
            mutateFrameRun(
                &frames, from: sender, atMost: limit - choices.count, &random, payloads: &payloads)
        }
    }

    /// With these choices, and frames of both.
    func crossed(with other: Span<UInt8>, atMost limit: Int, _ random: inout RandomStream) -> [UInt8] {
        let theirs = other.extracting(droppingFirst: Choices.count)
        let room = limit - choices.count
        return choices + crossFrameRuns(frames.span, theirs, from: sender, atMost: room, &random)
    }
}
