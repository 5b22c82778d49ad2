internal import Testing
internal import Trace

@Suite struct ReassemblyPropertyTests {
    @Test(
        arguments: [
            .init(), .init(loses: true), .init(disorder: 6), .init(loses: true, disorder: 6),
            .init(disorder: 40),
        ] as [RandomConversation.Perils])
    func `whatever befalls its packets, a conversation is told as it was sent`(
        _ perils: RandomConversation.Perils
    ) {
        for _ in 0..<60 {
            let seed = UInt64.random(in: 0 ... .max)
            var random = SeededBits(seed)
            let conversation = RandomConversation(perils, using: &random)
            let listener = Transcript()
            // In a window, a receipt may stand before what it is for by as many packets.
            let reassembler = TCPReassembler(
                listener, limits: ReassemblyLimits(patience: 2 * perils.disorder))
            for (index, packet) in conversation.packets.enumerated() {
                let bytes = packet.bytes
                reassembler.take(
                    bytes.span,
                    PacketHead(
                        number: UInt64(index + 1), time: PacketTime(nanoseconds: 0), link: .raw,
                        originalLength: bytes.count))
            }
            reassembler.finish()
            #expect(listener.initiator == conversation.client, "seed \(seed)")
            #expect(listener.responder == conversation.server, "seed \(seed)")
            #expect(listener.ends == [.initiator, .responder, nil], "seed \(seed)")
            #expect(reassembler.tally.strayed == 0, "seed \(seed)")
            #expect(reassembler.tally.differing == 0, "seed \(seed)")
            let lost = (conversation.client + conversation.server).count { $0 == nil }
            #expect(reassembler.tally.missing == lost, "seed \(seed)")
        }
    }
}

/// What each side sent, nil for what was missed, and in which order the ends came; nil for all of it being over.
private final class Transcript: StreamListener {
    var initiator: [UInt8?] = []
    var responder: [UInt8?] = []
    var ends: Set<StreamSide?> = []

    private func append(_ bytes: some Collection<UInt8?>, _ side: StreamSide) {
        #expect(!ends.contains(side) && !ends.contains(nil), "bytes behind an end")
        if side == .initiator { initiator += bytes } else { responder += bytes }
    }

    func began(_ stream: StreamBeginning, _ head: PacketHead) {
        #expect(stream.id == StreamID(0))
        #expect(stream.isComplete)
    }

    func received(_ bytes: Span<UInt8>, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        append(bytes.indices.map { bytes[$0] }, side)
    }

    func missed(_ count: Int, from side: StreamSide, of stream: StreamID, _ head: PacketHead) {
        append(Array(repeating: nil, count: count), side)
    }

    func ended(_ side: StreamSide, _ how: StreamEnd, of stream: StreamID, _ head: PacketHead) {
        #expect(how == .finished)
        #expect(ends.insert(side).inserted)
    }

    func noted(_ comments: [String], from side: StreamSide, of stream: StreamID, _ head: PacketHead) {}

    func over(_ stream: StreamID, _ why: StreamOver, at time: PacketTime) {
        #expect(why == .ended)
        #expect(ends.insert(nil).inserted)
    }
}
