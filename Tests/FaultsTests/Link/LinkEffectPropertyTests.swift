import Observer
import Testing

@testable import Faults

/// Any link, any traffic: printed seeds say which.
@Suite struct LinkEffectPropertyTests {
    private static func capacity(_ random: inout SplitMix) throws -> LinkCapacity {
        switch random.below(3) {
        case 0: .unlimited
        case 1: .rate(BitRate(Double(1000 + random.below(50_000_000))))
        default:
            .trace(
                try PacketDeliveryTrace(
                    milliseconds: (0..<1 + random.below(30)).map { _ in 1 + random.below(500) }.sorted()))
        }
    }

    private static func loss(_ random: inout SplitMix) -> LossModel {
        switch random.below(5) {
        case 0: .none
        case 1: .random(0.3, correlation: 0.5)
        case 2: .gilbertElliott(GilbertElliottLoss(toBad: 0.1, toGood: 0.4, lossInGood: 0.01))
        case 3: .fourState(FourStateLoss(p13: 0.1, p31: 0.5, p32: 0.2, p23: 0.3, p14: 0.05))
        default: .episodes(LossEpisodes(every: .seconds(5), lasts: .seconds(1), outside: 0.05))
        }
    }

    private static func model(_ random: inout SplitMix) throws -> LinkModel {
        LinkModel(
            try capacity(&random),
            delay: DelayModel(
                .milliseconds(random.below(300)), jitter: .milliseconds(random.below(200)),
                distribution: random.pick(DelayModel.Distribution.allCases),
                correlation: Double(random.below(10)) / 10),
            loss: loss(&random), queue: random.once(in: 3) ? ByteCount(random.below(20_000)) : nil,
            segment: random.pick([1, 100, 536, 1460, 9000]))
    }

    @Test(arguments: UInt64(1)...300)
    func `order is kept, nothing leaves before its time, and every byte leaves once`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let model = try Self.model(&random)
        var effect = LinkEffect(
            model, wayBack: .milliseconds(random.below(100)), RandomStream(seed: seed),
            at: Moment(microseconds: 5))
        var now: UInt64 = 5
        var last: UInt64 = 0
        var offset: UInt64 = 0
        for _ in 0..<60 {
            now += UInt64(random.once(in: 3) ? random.below(300_000) : 0)
            let count = 1 + random.below(random.once(in: 5) ? 20_000 : 200)
            var rest = count
            while rest > 0 {
                let slice = effect.slice(of: rest, at: offset)
                try #require(1...min(rest, model.segment) ~= slice, "seed \(seed)")
                var bytes = random.bytes(min(slice, 32))
                let before = bytes
                #expect(effect.pass(&bytes, at: offset) == .passes && bytes == before)
                let arrival = effect.departure(
                    of: slice, at: offset, ready: Moment(microseconds: now), startsUnit: rest == count)
                #expect(arrival.microseconds >= max(now, last), "seed \(seed)")
                last = arrival.microseconds
                rest -= slice
                offset += UInt64(slice)
            }
        }
    }

    @Test(arguments: UInt64(1)...100)
    func `how the bytes of a frame are cut into reads decides over no loss and no delay`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let model = LinkModel(
            delay: DelayModel(.milliseconds(20), jitter: .milliseconds(10)),
            loss: Self.loss(&random), segment: 500)
        let frames = (0..<30).map { _ in 1 + random.below(900) }
        func arrivals(_ cut: (Int) -> Int) -> [UInt64] {
            var effect = LinkEffect(
                model, wayBack: .milliseconds(20), RandomStream(seed: seed), at: Moment(microseconds: 0))
            return frames.enumerated().map { index, frame in
                var rest = frame
                var arrival = Moment(microseconds: 0)
                while rest > 0 {
                    // Never so much at once that a retransmission could be hastened by what is there.
                    let slice = effect.slice(of: min(cut(rest), rest, 900), at: 0)
                    arrival = effect.departure(
                        of: slice, at: 0, ready: Moment(microseconds: UInt64(index) * 30_000),
                        startsUnit: rest == frame)
                    rest -= slice
                }
                return arrival.microseconds
            }
        }
        let whole = arrivals { $0 }
        var cuts = SplitMix(seed: seed + 1000)
        let cut = arrivals { 1 + cuts.below($0) }
        #expect(whole == cut, "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...50)
    func `in the long run a rate is the rate`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let rate = Double(1_000_000 + random.below(200_000_000))
        var effect = LinkEffect(
            LinkModel(.rate(BitRate(rate))), wayBack: .zero, RandomStream(seed: seed),
            at: Moment(microseconds: 0))
        var bytes = 0
        var last: UInt64 = 0
        for _ in 0..<2000 {
            let count = 1 + random.below(40)
            bytes += count
            last = effect.send(count, at: 0).last ?? 0
        }
        #expect(last == UInt64((Double(bytes) * 8_000_000 / rate.rounded()).rounded(.up)), "seed \(seed)")
    }
}
