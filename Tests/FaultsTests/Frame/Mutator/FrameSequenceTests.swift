import Testing
import WebSocketWire

@testable import Faults

struct FrameSequenceTests {
    private func sequence(_ wire: String) -> FrameSequence {
        let wire = bytes(wire)
        return FrameSequence(wire.span)
    }

    @Test func `frames are read with their payloads unmasked`() {
        let read = sequence("0183 37fa213d 7f9f4d 8902 7071 fa7e 0001 21 8800")
        #expect(read.frames.map(\.payload) == [[0x48, 0x65, 0x6C], [0x70, 0x71], [0x21], []])
        #expect(read.frames.map(\.header.opcode) == [.text, .ping, Opcode(rawValue: 0xA), .close])
        #expect(read.frames[0].header.maskingKey == MaskingKey(0x37, 0xFA, 0x21, 0x3D))
        #expect(read.frames[2].header.lengthForm == .two && read.frames[2].header.reservedBits == 7)
        #expect(read.tail.isEmpty)
    }

    @Test func `a frame that is not complete is one with a false length`() {
        let read = sequence("8101 61 827f ffffffffffffffff 6263")
        #expect(read.frames.count == 2)
        #expect(read.frames[1].header.payloadLength == .max && read.frames[1].payload == [0x62, 0x63])
        #expect(read.tail.isEmpty)
    }

    @Test func `a header that is not complete is left over`() {
        for rest in ["81", "81fe", "81fe 00", "82ff 0000000000000001 010203"] {
            let read = sequence("8101 61" + rest)
            #expect(read.frames.count == 1 && read.tail == bytes(rest))
        }
        #expect(sequence("") == FrameSequence([]))
    }

    @Test func `any bytes are read and written again to the byte`() {
        for seed in 0..<3000 as Range<UInt64> {
            var random = RandomStream(state: seed)
            var wire = random.bytes(random.below(40))
            if seed % 2 == 0 { wire = mutatedStream(&random) + wire }
            #expect(FrameSequence(wire.span).bytes == wire, "seed \(seed)")
        }
    }

    @Test func `where a stream is cut changes nothing of what stands before`() {
        var random = RandomStream(state: 5)
        let wire = mutatedStream(&random)
        let whole = FrameSequence(wire.span)
        for count in 0...min(wire.count, 400) {
            let part = FrameSequence(wire.span.extracting(first: count))
            #expect(part.bytes == Array(wire[..<count]))
            #expect(Array(whole.frames.prefix(max(0, part.frames.count - 1))) == part.frames.dropLast())
        }
    }

    /// Frames of both sides with all that a mutator does to them: lies, waste, false keys.
    private func mutatedStream(_ random: inout RandomStream) -> [UInt8] {
        let sender = random.pick(EndpointRole.allCases)
        let frames = sequence("0103 48656c 8982 01020304 7173 8082 01020304 6d6d").frames
        let mutator = FrameMutator(sender: sender, strength: 1 + random.below(12), limit: 4096)
        return FrameSequence(mutator.mutate(frames, &random)).bytes
    }
}
