import Faults
import Observer
import Testing
import Trace
import WebSocketWire

@testable import Closecall

/// Whatever connections bring, an inspector takes it, tells of each at most once, and gives back what it kept.
@Suite struct TraceInspectorFuzzTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func `any order of anything is taken`(seed: UInt64) {
        var random = RandomStream(seed: seed, "inspect")
        for _ in 0..<25 {
            var options = InspectionOptions()
            options.payloadLimit = random.below(200)
            options.payloadBudget = random.below(400)
            let told = ToldConnections([.frames, .messages, .handshakes, .firings], options)
            let isProxied = random.below(2) == 0
            if isProxied { told.beginProxied() } else { told.begin(isComplete: random.below(4) > 0) }
            if random.below(2) == 0 { isProxied ? told.upgradeProxied() : told.upgrade() }
            for _ in 0..<random.below(40) { step(told, isProxied ? random.below(2) : 0, &random) }
            for id in 0..<(isProxied ? 2 : 1) { told.over(id, .traceEnded) }
            #expect(
                told.heard.sessions.count + told.heard.unread.count <= (isProxied ? 2 : 1), "seed \(seed)")
            for frame in told.heard.frames {
                #expect(frame.payload.count <= options.payloadLimit, "seed \(seed)")
                #expect(frame.came <= frame.header.payloadLength, "seed \(seed)")
            }
            let kept = told.heard.messages.allSatisfy { $0.payload.count <= max(1, options.payloadLimit) }
            #expect(kept, "seed \(seed)")
            #expect(told.inspector.keptBytes == 0, "seed \(seed)")
        }
    }

    private func step(_ told: ToldConnections, _ id: Int, _ random: inout RandomStream) {
        let side: StreamSide = random.below(2) == 0 ? .initiator : .responder
        switch random.below(12) {
        case 0: told.misses(side, random.below(300), id)
        case 1: told.ends(side, random.below(3) == 0 ? .reset : .finished, id)
        case 2: told.says(side, Handshakes.request("/a", "permessage-deflate"), id)
        case 3, 4: told.says(side, Handshakes.answer(random.below(2) == 0 ? "permessage-deflate" : nil), id)
        case 5:
            let firing = TraceFiring(
                rule: "r", faults: ["f"], direction: .toServer, occasion: .frame(1))
            told.says(side, frame(side, &random), id, ["\(TraceNote.fired(firing))", "something else"])
        case 6:
            var bytes = frame(side, &random)
            if !bytes.isEmpty { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            told.says(side, bytes, id)
        case 7: told.says(side, (0..<1 + random.below(20)).map { _ in UInt8(random.below(256)) }, id)
        default: told.says(side, frame(side, &random), id)
        }
    }

    private func frame(_ side: StreamSide, _ random: inout RandomStream) -> [UInt8] {
        let opcodes: [Opcode] = [.text, .binary, .continuation, .ping, .pong, .close]
        let payload = (0..<random.below(300)).map { _ in UInt8(random.below(256)) }
        let bytes = Handshakes.frame(
            opcodes[random.below(opcodes.count)], payload, from: side, isFinal: random.below(3) > 0,
            isCompressed: random.below(4) == 0)
        return Array(bytes.prefix(1 + random.below(bytes.count + 40)))
    }
}
