public import Faults
public import WebSocketWire

/// The inputs of a campaign: number n under a seed is the same one always, whatever was played before.
///
/// Some are conversations of the grammar as they are, some have one offence, and most are these, or seeds of a corpus,
/// changed by the mutator that the faults and libFuzzer's targets use.
public struct LiveInputs: Sendable {
    private let stream: RandomStream
    private let seeds: [[DraftFrame]]
    private let sender: EndpointRole
    private let heads: LiveHeads?

    /// About as long as the mutator makes an input. Long ones seldom find what short ones do not, and take their time.
    private static let short = 4096
    private static let long = 128 * 1024

    /// The inputs of what `sender` says.
    ///
    /// - Parameters:
    ///   - seeds: conversations to start from, beside the grammar's.
    ///   - url: the server, for requests in other words; nil for none.
    public init(
        seed: UInt64, from sender: EndpointRole, seeds: [[DraftFrame]] = [], url: WebSocketURL? = nil
    ) {
        stream = RandomStream(seed: seed, sender == .client ? "peer" : "client")
        self.seeds = seeds.filter { !$0.isEmpty }
        self.sender = sender
        heads = url.map { LiveHeads($0) }
    }

    /// One of them.
    public subscript(_ number: Int) -> LiveInput {
        var random = stream.named(UInt64(number))
        var input = LiveInput(frames(&random))
        input.ending = random.pick([.close, .close, .close, .finish, .reset])
        if random.once(in: 20) {
            input.head = sender == .server ? LiveHeads.answer(&random) : heads?.request(&random)
        }
        // The mutator's frames may say the same in more than one way; the bytes do not.
        return LiveInput(fileBytes: input.fileBytes, ending: input.ending)
    }

    private func frames(_ random: inout RandomStream) -> [DraftFrame] {
        let grammar = LiveGrammar(sender: sender)
        switch random.below(10) {
        case 0: return grammar.conversation(&random)
        case 1...4: return grammar.offence(&random)
        default:
            var frames = start(grammar, &random)
            let mutator = FrameMutator(
                sender: sender, strength: random.within(1...4),
                limit: random.once(in: 8) ? Self.long : Self.short)
            if random.once(in: 4) { frames = mutator.crossover(frames, start(grammar, &random), &random) }
            return mutator.mutate(frames, &random)
        }
    }

    private func start(_ grammar: LiveGrammar, _ random: inout RandomStream) -> [DraftFrame] {
        seeds.isEmpty || random.once(in: 3) ? grammar.conversation(&random) : random.pick(seeds)
    }
}
