import Testing
import WebSocketWire

@testable import Faults

struct FrameMutatorTests {
    /// A text in two fragments with a ping between, and a binary message.
    private func conversation(_ sender: EndpointRole) -> [DraftFrame] {
        let plain = "0103 48656c 8902 7071 8002 6c6f 8203 000102"
        let masked =
            "0183 37fa213d 7f9f4d 8982 01020304 7173 8082 01020304 6d6d 8283 00000000 000102"
        return draftFrames(bytes(sender == .client ? masked : plain), from: sender)
    }

    @Test(arguments: EndpointRole.allCases) func `the same seed makes the same frames`(_ sender: EndpointRole)
    {
        let mutator = FrameMutator(sender: sender, strength: 5)
        var results: Set<[DraftFrame]> = []
        for seed in 0..<200 as Range<UInt64> {
            var (first, second) = (RandomStream(state: seed), RandomStream(state: seed))
            let mutated = mutator.mutate(conversation(sender), &first)
            #expect(
                mutated == mutator.mutate(conversation(sender), &second) && first == second, "seed \(seed)")
            results.insert(mutated)
        }
        #expect(results.count > 195)
    }

    @Test(arguments: EndpointRole.allCases)
    func `every way of breaking the framing comes up`(_ sender: EndpointRole) {
        var found: FrameOffences = []
        var legal = 0
        let limits = FrameLimits(framePayload: 70_000, messagePayload: 70_000, fragments: 5)
        for seed in 0..<2000 as Range<UInt64> {
            var random = RandomStream(state: seed)
            let frames = FrameMutator(sender: sender, strength: 1 + Int(seed % 8))
                .mutate(conversation(sender), &random)
            let offences = offences(in: frames, from: sender, limits)
            if offences.isEmpty { legal += 1 }
            found.formUnion(offences)
        }
        let other: FrameOffence = sender == .client ? .maskedServerFrame : .unmaskedClientFrame
        #expect(found.all == FrameOffence.allCases.filter { $0 != other })
        // Some stay within the rules: what breaks only the message's meaning matters, too.
        #expect(legal > 150 && legal < 1300, "\(legal)")
    }

    @Test func `each mutation changes something, and leaves the others alone`() {
        // With a lie in it, there is a truth to tell.
        var frames = conversation(.client)
        frames[3].header.payloadLength = 9
        for mutation in FrameMutation.kinds.joined() {
            var changed = 0
            for seed in 0..<50 as Range<UInt64> {
                var random = RandomStream(state: seed)
                var payloads = SeededByteMutator()
                var mutated = frames
                let invention = FrameInvention(sender: .client, room: 1000)
                mutation.apply(to: &mutated, invention, &random, payloads: &payloads)
                if mutated != frames { changed += 1 }
            }
            #expect(changed >= (mutation == .header(.tellTrueLength) ? 5 : 20), "\(mutation): \(changed)")
        }
    }

    @Test func `no frames, empty frames and lying frames are taken as they are`() {
        var lying = DraftFrame(
            FrameHeader(opcode: .ping, payloadLength: .max, lengthForm: .short), payload: [])
        lying.falseKey = .zero
        for seed in 0..<500 as Range<UInt64> {
            var random = RandomStream(state: seed)
            let mutator = FrameMutator(sender: .server, strength: 8)
            #expect(mutator.mutate([], &random).count <= 16)
            _ = mutator.mutate([lying, lying], &random).map(\.bytes)
        }
        var random = RandomStream(state: 0)
        #expect(FrameMutator(sender: .client, strength: -1).mutate([lying], &random) == [lying])
    }

    @Test func `frames do not grow without bound`() {
        let large = DraftFrame(
            FrameHeader(opcode: .binary, payloadLength: 9 << 20),
            payload: [UInt8](repeating: 0, count: 9 << 20))
        var random = RandomStream(state: 4)
        let grown = FrameMutator(sender: .server, strength: 60).mutate([large], &random)
        #expect(grown.reduce(0) { $0 + $1.payload.count } < 24 << 20)
    }

    @Test func `what is put in fits into the limit`() {
        for limit in [0, 1, 20, 60, 200, 5000] {
            for seed in 0..<400 as Range<UInt64> {
                var random = RandomStream(state: seed)
                let mutator = FrameMutator(sender: .client, strength: 6, limit: limit)
                let frames = mutator.mutate(conversation(.client), &random)
                // Splitting and inventing take headers; what a limit bounds is payloads.
                let payload = frames.reduce(0) { $0 + $1.payload.count }
                #expect(payload <= max(limit, 11), "seed \(seed), limit \(limit): \(payload)")
                #expect(frames.count < 4 + 6 * 4, "seed \(seed)")
            }
        }
    }

    @Test func `payloads are changed by what was handed in, unmasked`() {
        var payloads = Scribe()
        for seed in 0..<500 as Range<UInt64> {
            var random = RandomStream(state: seed)
            let frames = FrameMutator(sender: .client).mutate(
                conversation(.client), &random, payloads: &payloads)
            if let mark = frames.first(where: { $0.payload.contains(0x21) }) {
                #expect(mark.header.payloadLength == UInt64(mark.payload.count), "seed \(seed)")
            }
        }
        #expect(payloads.seen == [[0x48, 0x65, 0x6C], [0x70, 0x71], [0x6C, 0x6F], [0, 1, 2]])
    }

    @Test func `a crossover takes frames of both, in their order`() {
        let first = conversation(.client)
        let second = draftFrames(bytes("8181 00000000 31 8181 00000000 32 8181 00000000 33"), from: .client)
        var ways: Set<[Int]> = []
        for seed in 0..<300 as Range<UInt64> {
            var (random, again) = (RandomStream(state: seed), RandomStream(state: seed))
            let mutator = FrameMutator(sender: .client)
            let crossed = mutator.crossover(first, second, &random)
            #expect(crossed == mutator.crossover(first, second, &again), "seed \(seed)")
            let origins = crossed.map { frame in
                first.firstIndex(of: frame) ?? second.firstIndex(of: frame).map { 10 + $0 } ?? -1
            }
            for run in [origins.filter { 0..<10 ~= $0 }, origins.filter { $0 >= 10 }] {
                #expect(run == run.sorted(), "seed \(seed): \(origins)")
            }
            if origins.contains(-1) { isGraft(crossed, of: first, second, seed) }
            ways.insert(origins)
        }
        #expect(ways.count > 50, "\(ways.count)")
    }

    @Test func `a crossover with nothing is what there is, as far as it fits`() {
        var random = RandomStream(state: 3)
        let frames = conversation(.server)
        let mutator = FrameMutator(sender: .server)
        #expect(mutator.crossover(frames, [], &random) == frames)
        #expect(mutator.crossover([], frames, &random) == frames)
        #expect(mutator.crossover([], [], &random) == [])
        // 5, 4, 4 and 5 bytes on the wire.
        let narrow = FrameMutator(sender: .server, limit: 12)
        #expect(narrow.crossover(frames, [], &random) == Array(frames[..<2]))
    }

    /// One frame has its own header and the payload of one of `second`; the others are as they were.
    private func isGraft(
        _ crossed: [DraftFrame], of first: [DraftFrame], _ second: [DraftFrame], _ seed: UInt64
    ) {
        #expect(crossed.count == first.count, "seed \(seed)")
        let changed = zip(crossed, first).filter { $0 != $1 }
        #expect(changed.count == 1, "seed \(seed)")
        for (new, old) in changed {
            #expect(new.header.opcode == old.header.opcode, "seed \(seed)")
            #expect(second.contains { $0.payload == new.payload }, "seed \(seed)")
        }
    }

    /// All that is wrong with the headers, each judged as if its payload came whole.
    private func offences(
        in frames: [DraftFrame], from sender: EndpointRole, _ limits: FrameLimits
    ) -> FrameOffences {
        var rules = HeaderJudge(sender: sender, limits: limits)
        return frames.reduce(into: []) { $0.formUnion(rules.judge($1.header)) }
    }
}

/// Has a lenient decoder judge one header after another. One whose payload would never come is the last.
private struct HeaderJudge {
    private var decoder: FrameDecoder

    init(sender: EndpointRole, limits: FrameLimits) {
        decoder = FrameDecoder(
            from: sender, strictness: .lenient, meaningfulReservedBits: 4, limits: limits)
    }

    mutating func judge(_ header: FrameHeader) -> FrameOffences {
        var bytes: [UInt8] = []
        header.append(to: &bytes)
        if header.payloadLength <= 1 << 20 {
            bytes += [UInt8](repeating: 0, count: Int(header.payloadLength))
        }
        var span = bytes.mutableSpan
        var position = 0
        var found: FrameOffences = []
        while let piece = try? decoder.next(in: &span, at: &position) {
            if piece.startsFrame { found.formUnion(decoder.offences) }
        }
        return found
    }
}

/// Writes down what it is shown, and leaves a mark.
private struct Scribe: ByteMutator {
    var seen: Set<[UInt8]> = []

    mutating func mutate(_ bytes: inout [UInt8], atMost limit: Int, _ random: inout RandomStream) {
        seen.insert(bytes)
        bytes.append(0x21)
    }
}
