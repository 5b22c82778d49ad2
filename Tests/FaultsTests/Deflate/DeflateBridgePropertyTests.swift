import Testing
import WebSocketWire

@testable import Faults

/// Random conversations, random interference: the receiver gets what was meant, or, without the bridge, something
/// else.
struct DeflateBridgePropertyTests {
    @Test(arguments: [8, 9, 10, 12, 15] as [WindowBits], [true, false])
    func `whatever is done to messages, the receiver gets what was meant`(
        _ bits: WindowBits, _ takeover: Bool
    ) throws {
        for seed in 1...15 as ClosedRange<UInt64> {
            let direction = DeflateParameters.Direction(windowBits: bits, contextTakeover: takeover)
            var interference = Interference(seed: seed, direction)
            let outcome = interference.play(mending: true)
            #expect(outcome.received == outcome.meant, "seed \(seed)")
            #expect(outcome.violation == nil, "seed \(seed)")
        }
    }

    @Test func `without the bridge it mostly gets something else`() throws {
        var right = 0
        for seed in 1...40 as ClosedRange<UInt64> {
            var interference = Interference(seed: seed, .init())
            let outcome = interference.play(mending: false)
            if outcome.received == outcome.meant { right += 1 }
        }
        // A conversation may by chance be left alone, its messages share nothing, or its sender only store them.
        #expect(right < 10)
    }
}

/// One sender, a bridge, one receiver.
private struct Interference: ~Copyable {
    struct Outcome {
        var meant: [[UInt8]] = []
        var received: [[UInt8]] = []
        var violation: InflateViolation?
    }

    private var random: RandomStream
    private var sender: Deflater
    private var bridge: DeflateBridge
    private var receiver: Inflater
    private var outcome = Outcome()
    /// Kept back, to be sent out of order.
    private var kept: [(plaintext: [UInt8], payload: [UInt8])] = []

    init(seed: UInt64, _ direction: DeflateParameters.Direction) {
        random = RandomStream(seed: seed)
        sender = Deflater(direction, level: random.below(10), memoryLevel: 1 + random.below(9))
        bridge = DeflateBridge(direction, limit: 1 << 20)
        receiver = Inflater(direction)
    }

    mutating func play(mending: Bool) -> Outcome {
        do {
            for _ in 0..<(5 + random.below(20)) {
                try step(mending)
                if outcome.violation != nil { break }
            }
        } catch {
            Issue.record("\(error)")
        }
        return outcome
    }

    private mutating func step(_ mending: Bool) throws {
        let message = random.message()
        var payload: [UInt8] = []
        try sender.deflate(message.span, into: &payload)
        let plaintext = see(payload)
        #expect(plaintext == message)
        try interfere(plaintext, payload, mending)
        if !kept.isEmpty, random.below(3) == 0 {
            let late = kept.remove(at: random.below(kept.count))
            deliver(
                mending ? try bridge.inserted(late.plaintext.span) : late.payload, meaning: late.plaintext)
        }
    }

    private mutating func interfere(_ plaintext: [UInt8], _ payload: [UInt8], _ mending: Bool) throws {
        switch random.below(10) {
        case 0: if mending { bridge.dropped() }
        case 1:
            kept.append((plaintext, payload))
            if mending { bridge.dropped() }
        case 2:
            let other = random.message()
            deliver(
                mending ? try bridge.replaced(with: other.span) : payload,
                meaning: mending ? other : plaintext)
        case 3:
            try pass(plaintext, payload, mending)
            deliver(mending ? try bridge.inserted(plaintext.span) : payload, meaning: plaintext)
        default: try pass(plaintext, payload, mending)
        }
    }

    private mutating func pass(_ plaintext: [UInt8], _ payload: [UInt8], _ mending: Bool) throws {
        deliver(mending ? try bridge.passed(plaintext.span) ?? payload : payload, meaning: plaintext)
    }

    private mutating func see(_ payload: [UInt8]) -> [UInt8] {
        var plaintext: [UInt8] = []
        var start = 0
        repeat {
            let end = min(payload.count, start + 1 + random.below(payload.count))
            bridge.see(payload.span.extracting(start..<end), isFinal: end == payload.count, into: &plaintext)
            start = end
        } while start < payload.count
        return plaintext
    }

    private mutating func deliver(_ payload: [UInt8], meaning plaintext: [UInt8]) {
        guard outcome.violation == nil else { return }
        outcome.meant.append(plaintext)
        var received: [UInt8] = []
        do throws(InflateViolation) {
            try receiver.inflate(payload.span, into: &received, limit: 1 << 20)
            try receiver.finishMessage(into: &received, limit: 1 << 20)
        } catch {
            outcome.violation = error
        }
        outcome.received.append(received)
    }
}

extension RandomStream {
    /// Messages that have much in common.
    fileprivate mutating func message() -> [UInt8] {
        let words = [
            "frame ", "message ", "{\"code\":", "1006}, ", "été ", "session ", "\u{0}\u{0}\u{0}\u{0}",
        ]
        return (0..<pick([0, 1, 3, 30, 300, 3000])).flatMap { _ in
            once(in: 20) ? bytes(1) : Array(pick(words).utf8)
        }
    }
}
