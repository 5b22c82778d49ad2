import Faults
import Observer
import Testing

/// Random traffic through random effects that begin and end, each case from a seed that stands in the message.
struct StreamShaperPropertyTests {
    @Test(arguments: 0..<300 as Range<UInt64>)
    func `order is kept, bytes are conserved, and the next release is never late`(seed: UInt64) {
        let play = Play(seed: seed)
        var harness = ShaperHarness()
        var offered = 0
        for step in play.steps {
            harness.wait(until: step.at)
            if let next = harness.shaper.nextRelease { #expect(next > harness.now, "seed \(seed)") }
            if case .offer(let bytes) = step.what { offered += bytes.count }
            harness.play(step)
            let sum = harness.bytes.count + harness.lost + harness.shaper.queuedBytes
            #expect(sum == offered, "seed \(seed)")
        }
        harness.finish(play)
        #expect(harness.shaper.queuedBytes == 0, "seed \(seed)")
        #expect(harness.bytes.count + harness.lost == offered, "seed \(seed)")
        let left = harness.bytes.map(\.byte)
        #expect(left.isSubsequence(of: play.offeredBytes), "seed \(seed)")
        let marks = harness.events.compactMap { if case .mark(let token) = $0.output { token } else { nil } }
        #expect(marks == play.marks, "seed \(seed)")
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `however a unit is cut on its way here, the same bytes leave at the same time`(seed: UInt64) {
        let play = Play(seed: seed)
        var whole = ShaperHarness()
        for step in play.steps {
            whole.wait(until: step.at)
            whole.play(step)
        }
        whole.finish(play)
        var cut = ShaperHarness()
        var random = RandomStream(seed: ~seed)
        for step in play.steps {
            cut.wait(until: step.at)
            guard case .offer(let bytes) = step.what else {
                cut.play(step)
                continue
            }
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(1 + random.below(rest.count)))
                cut.offer(piece, startsUnit: rest.count == bytes.count)
                rest = rest.dropFirst(piece.count)
            }
        }
        cut.finish(play)
        #expect(cut.bytes == whole.bytes, "seed \(seed)")
        #expect(cut.lost == whole.lost, "seed \(seed)")
        #expect(cut.ends == whole.ends, "seed \(seed)")
    }

    @Test func `a shaper that is asked late leaves the same bytes`() {
        for seed in 0..<40 as Range<UInt64> {
            let play = Play(seed: seed)
            var exact = ShaperHarness()
            for step in play.steps {
                exact.wait(until: step.at)
                exact.play(step)
            }
            exact.finish(play)
            var late = StreamShaper()
            var outputs: [ShaperOutput] = []
            for step in play.steps { late.play(step) }
            late.release(at: play.end, into: &outputs)
            for id in 0..<play.effectCount { late.remove(id: id, at: play.end) }
            late.release(at: Moment(microseconds: play.end.microseconds * 2), into: &outputs)
            let bytes = outputs.flatMap { if case .bytes(let bytes) = $0 { bytes } else { [] as [UInt8] } }
            #expect(bytes == exact.bytes.map(\.byte), "seed \(seed)")
        }
    }
}

/// What happens to a shaper, and when.
private struct Play {
    enum What {
        case add(any StreamEffect, id: Int, reachesBack: Bool)
        case remove(Int)
        case offer([UInt8])
        case pause(UInt64)
        case mark(Int)
    }

    struct Step {
        var at: Moment
        var what: What
    }

    var steps: [Step] = []
    var effectCount = 0
    var end = Moment.ms(0)

    init(seed: UInt64) {
        var random = RandomStream(seed: seed)
        var time: UInt64 = 0
        for number in 0..<60 {
            time += random.once(in: 3) ? UInt64(random.below(40)) : 0
            steps.append(Step(at: .ms(time), what: what(number, &random)))
        }
        end = .ms(time + 100_000)
    }

    private mutating func what(_ number: Int, _ random: inout RandomStream) -> What {
        switch random.below(10) {
        case 0, 1:
            effectCount += 1
            return .add(Self.effect(&random), id: effectCount - 1, reachesBack: random.once(in: 2))
        case 2 where effectCount > 0: return .remove(random.below(effectCount))
        case 3: return .pause(UInt64(random.below(30)))
        case 4: return .mark(number)
        default: return .offer(random.bytes(1 + random.below(20)))
        }
    }

    private static func effect(_ random: inout RandomStream) -> any StreamEffect {
        switch random.below(12) {
        case 0, 1, 2: return Waits(waits: (0..<3).map { _ in UInt64(random.below(50)) })
        case 3, 4: return Cuts(every: UInt64(1 + random.below(6)))
        case 5: return Never()
        case 6, 7:
            let start = UInt64(random.below(40))
            return Hole(range: start..<start + UInt64(random.below(20)))
        case 8: return EndsBehind(limit: UInt64(200 + random.below(200)))
        default: return Waits(ms: UInt64(random.below(20)))
        }
    }

    var offeredBytes: [UInt8] {
        steps.flatMap { if case .offer(let bytes) = $0.what { bytes } else { [] as [UInt8] } }
    }

    var marks: [Int] {
        steps.compactMap { if case .mark(let token) = $0.what { token } else { nil } }
    }
}

extension StreamShaper {
    fileprivate mutating func play(_ step: Play.Step) {
        switch step.what {
        case .add(let effect, let id, let reachesBack):
            add(effect, id: id, at: step.at, reachesBack: reachesBack)
        case .remove(let id): remove(id: id, at: step.at)
        case .offer(let bytes): offer(bytes, startsUnit: true, at: step.at)
        case .pause(let milliseconds): pause(.milliseconds(milliseconds), at: step.at)
        case .mark(let token): mark(token, at: step.at)
        }
    }
}

extension ShaperHarness {
    fileprivate mutating func play(_ step: Play.Step) {
        shaper.play(step)
        wait(until: step.at)
    }

    /// Takes all effects away at the end, and lets the rest out.
    fileprivate mutating func finish(_ play: Play) {
        wait(until: play.end)
        for id in 0..<play.effectCount { remove(id) }
        wait(until: Moment(microseconds: play.end.microseconds * 2))
    }

    fileprivate var ends: [Event] {
        events.filter { if case .ends = $0.output { true } else { false } }
    }
}

extension [UInt8] {
    fileprivate func isSubsequence(of other: [UInt8]) -> Bool {
        var rest = other[...]
        for byte in self {
            guard let place = rest.firstIndex(of: byte) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }
}
