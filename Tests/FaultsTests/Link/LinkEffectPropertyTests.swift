import Observer
import Testing

@testable import Faults

/// Any link, any traffic: printed seeds say which.
@Suite struct LinkEffectPropertyTests {
    private static func capacity(_ random: inout RandomStream) throws -> LinkCapacity {
        switch random.below(3) {
        case 0: .unlimited
        case 1: .rate(BitRate(Double(1000 + random.below(50_000_000))))
        default:
            .trace(
                try PacketDeliveryTrace(
                    milliseconds: (0..<1 + random.below(30)).map { _ in 1 + random.below(500) }.sorted()))
        }
    }

    private static func loss(_ random: inout RandomStream) -> LossModel {
        switch random.below(5) {
        case 0: .none
        case 1: .random(0.3, correlation: 0.5)
        case 2: .gilbertElliott(GilbertElliottLoss(toBad: 0.1, toGood: 0.4, lossInGood: 0.01))
        case 3: .fourState(FourStateLoss(p13: 0.1, p31: 0.5, p32: 0.2, p23: 0.3, p14: 0.05))
        default: .episodes(LossEpisodes(every: .seconds(5), lasts: .seconds(1), outside: 0.05))
        }
    }

    private static func model(_ random: inout RandomStream) throws -> LinkModel {
        LinkModel(
            try capacity(&random),
            delay: DelayModel(
                .milliseconds(random.below(300)), jitter: .milliseconds(random.below(200)),
                distribution: random.pick(DelayModel.Distribution.allCases),
                correlation: Double(random.below(10)) / 10),
            loss: loss(&random), queue: random.once(in: 3) ? ByteCount(random.below(20_000)) : nil,
            segment: random.pick([100, 536, 1460, 9000]))
    }

    @Test(arguments: UInt64(1)...200)
    func `order is kept, nothing leaves before its time, and every byte leaves once`(seed: UInt64) throws {
        var random = RandomStream(seed: seed)
        let model = try Self.model(&random)
        var driver = LinkDriver(model, back: random.below(100), seed: seed, from: 5)
        var now: UInt64 = 5
        var count = 0
        for _ in 0..<40 {
            now += UInt64(random.once(in: 3) ? random.below(300_000) : 0)
            let frame = 1 + random.below(random.once(in: 5) ? 10_000 : 200)
            _ = driver.send(frame, at: now)
            count += frame
        }
        let slices = driver.slices
        #expect(slices.reduce(0) { $0 + $1.count } == count, "seed \(seed)")
        #expect(
            slices.allSatisfy { 1...model.segment ~= $0.count && $0.departure >= $0.ready }, "seed \(seed)")
        #expect(zip(slices, slices.dropFirst()).allSatisfy { $0.departure <= $1.departure }, "seed \(seed)")
        var bytes: [UInt8] = [1, 2, 3]
        #expect(driver.effect.pass(&bytes, at: 0) == .passes && bytes == [1, 2, 3])
    }

    @Test(arguments: UInt64(1)...200)
    func `who asks once more gets the same answer`(seed: UInt64) throws {
        var random = RandomStream(seed: seed)
        let model = try Self.model(&random)
        var driver = LinkDriver(model, back: random.below(100), seed: seed)
        var untouched = driver
        var now: UInt64 = 0
        for _ in 0..<25 {
            now += UInt64(random.once(in: 2) ? random.below(300_000) : 0)
            let frame = 1 + random.below(3000)
            #expect(driver.send(frame, at: now) == untouched.send(frame, at: now), "seed \(seed)")
            let (before, after) = driver.restart(at: now)
            let isSame = before == after
            try #require(isSame, "seed \(seed)")
        }
    }

    @Test(arguments: UInt64(1)...100)
    func `how the bytes of a frame are cut into reads decides over no loss and no delay`(seed: UInt64) {
        var random = RandomStream(seed: seed)
        let model = LinkModel(
            delay: DelayModel(.milliseconds(20), jitter: .milliseconds(10)), loss: Self.loss(&random),
            segment: 500)
        let frames = (0..<30).map { _ in 1 + random.below(900) }
        func arrivals(_ cut: (Int) -> Int) -> [UInt64?] {
            var driver = LinkDriver(model, back: 20, seed: seed)
            return frames.enumerated().map { index, frame in
                let now = UInt64(index) * 30_000
                var rest = frame
                var arrival: UInt64?
                while rest > 0 {
                    let read = cut(rest)
                    let arrivals = rest == frame ? driver.send(read, at: now) : driver.goOn(read, at: now)
                    arrival = arrivals.last
                    rest -= read
                }
                return arrival
            }
        }
        var cuts = RandomStream(seed: seed + 1000)
        let whole = arrivals { $0 }
        let cut = arrivals { 1 + cuts.below($0) }
        #expect(whole == cut, "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...50)
    func `in the long run a rate is the rate`(seed: UInt64) {
        var random = RandomStream(seed: seed)
        let rate = Double(1_000_000 + random.below(200_000_000))
        var driver = LinkDriver(LinkModel(.rate(BitRate(rate))), seed: seed)
        var bytes = 0
        var last: UInt64 = 0
        for _ in 0..<1000 {
            let count = 1 + random.below(40)
            bytes += count
            last = driver.send(count, at: 0).last ?? 0
        }
        #expect(last == UInt64((Double(bytes) * 8_000_000 / rate).rounded(.up)), "seed \(seed)")
    }

    @Test func `a long stream is remembered for a second, and dropped in time to be asked about once more`() {
        let model = LinkModel(
            delay: DelayModel(.milliseconds(300), jitter: .milliseconds(100)), loss: .random(0.05))
        var driver = LinkDriver(model, back: 50, seed: 1)
        for frame in 0..<5000 {
            _ = driver.send(20, at: UInt64(frame) * 5000)
            guard frame.isMultiple(of: 250) else { continue }
            let (before, after) = driver.restart(at: UInt64(frame) * 5000)
            #expect(before == after && !before.isEmpty)
        }
    }

    @Test func `a dead link forgets as well`() {
        var log = SegmentLog()
        var losses = LossProcess(.none, RandomStream(seed: 1), at: Moment(microseconds: 0))
        let fate = losses.nextFate(most: 1)
        var dropped = 0
        for number in UInt64(0)..<100_000 {
            let segment = Segment(start: number * 10, loss: fate, delay: .zero, behind: 0)
            dropped += log.append(segment, longAgo: Moment(microseconds: 0))
            let kept = Int(number) + 1 - dropped
            guard kept > 1024 || log.index(of: number * 10) != kept - 1 else { continue }
            Issue.record("segment \(number): \(kept) are kept")
            break
        }
        #expect(log.index(of: 5) == nil)
    }
}
