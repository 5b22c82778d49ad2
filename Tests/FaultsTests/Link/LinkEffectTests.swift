import Observer
import Testing

@testable import Faults

/// Departures that are worked out by hand.
@Suite struct LinkEffectTests {
    private static func effect(_ model: LinkModel, back: Int = 0, seed: UInt64 = 1) -> LinkDriver {
        LinkDriver(model, back: back, seed: seed)
    }

    private static func delay(_ milliseconds: Int) -> DelayModel { DelayModel(.milliseconds(milliseconds)) }

    private static func lost(_ seed: UInt64, _ model: LossModel) -> Int {
        var losses = LossProcess(model, RandomStream(seed: seed).named("loss"), at: Moment(microseconds: 0))
        var count = 0
        while losses.losesNext(at: Moment(microseconds: 0)) { count += 1 }
        return count
    }

    @Test func `a rate takes a segment eight bits a byte, one after the other`() {
        var effect = Self.effect(LinkModel(.rate(BitRate(1e6)), delay: Self.delay(100)))
        // 11,680 bits at 1 Mbit/s are 11.68 ms.
        #expect(effect.send(2920, at: 0) == [111_680, 123_360])
        #expect(effect.send(100, at: 0) == [124_160])
        // The link is free again at 24.16 ms.
        #expect(effect.send(100, at: 30_000) == [130_800])
    }

    @Test func `fractions of a microsecond add up`() {
        var effect = Self.effect(LinkModel(.rate(BitRate(1.5e6))))
        // A byte takes 5 1/3 µs, and nothing leaves before its time.
        #expect((0..<6).map { _ in effect.send(1, at: 0) } == [[6], [11], [16], [22], [27], [32]])
        var slow = Self.effect(LinkModel(.rate(BitRate(3))))
        #expect(slow.send(3, at: 0) == [8_000_000])
    }

    @Test func `a delay alone keeps no one waiting for another`() {
        var effect = Self.effect(LinkModel(delay: Self.delay(50)))
        #expect(effect.send(4000, at: 0) == [50_000, 50_000, 50_000])
        #expect(effect.send(1, at: 7) == [50_007])
    }

    @Test func `what finds the queue full comes when the timer has run out, and all that is behind it`() {
        let model = LinkModel(.rate(BitRate(1e6)), delay: Self.delay(10), queue: ByteCount(2920))
        var effect = Self.effect(model, back: 10)
        // Two segments fill the queue. The third is sent again after the round trip of 20 ms and 200 ms more.
        #expect(effect.send(4380, at: 0) == [21_680, 33_360, 241_680])
        #expect(effect.send(100, at: 5000) == [242_480])
        // Had it not been for the third, the queue would have had room at 12 ms.
        var other = Self.effect(model, back: 10)
        #expect(other.send(2920, at: 0) == [21_680, 33_360])
        #expect(other.send(1460, at: 12_000) == [45_040])
    }

    @Test func `what finds the queue full with much behind it is sent again after a round trip`() {
        let model = LinkModel(.rate(BitRate(1e6)), delay: Self.delay(10), queue: ByteCount(2920))
        var effect = Self.effect(model, back: 10)
        // At 20 ms the first segment has left the queue, so there is room for the third. The fourth is refused, and
        // sent at 40 ms, when the queue is empty since 35.04 ms; the fifth goes with it.
        #expect(
            effect.send(1460 * 8, at: 0).prefix(5) == [21_680, 33_360, 45_040, 61_680, 73_360])
    }

    @Test(arguments: UInt64(0)..<200)
    func `a lost segment with nothing behind it comes when the timer has run out, each time later`(
        seed: UInt64
    ) {
        let model = LossModel.random(0.6)
        let lost = Self.lost(seed, model)
        var effect = Self.effect(
            LinkModel(delay: Self.delay(50), loss: model, retries: 12), back: 50, seed: seed)
        // Round trip 100 ms, timer 300 ms, doubled up to 120 s, and 50 ms for the way.
        let arrivals: [UInt64] = [
            50, 350, 950, 2150, 4550, 9350, 18_950, 38_150, 76_550, 153_350, 273_350, 393_350, 513_350,
        ]
        let expected = lost < arrivals.count ? arrivals[lost] * 1000 : Moment.never.microseconds
        #expect(effect.send(10, at: 0) == [expected])
    }

    @Test func `some of these lose often in a row`() {
        let rows = (UInt64(0)..<200).map { Self.lost($0, .random(0.6)) }
        #expect(Set(rows).isSuperset(of: 0...6))
    }

    /// A seed whose first segment is lost once, and the others not.
    private static func seedOfOneLoss(_ model: LossModel, then fine: Int) -> UInt64? {
        (UInt64(0)..<2000).first { seed in
            var losses = LossProcess(
                model, RandomStream(seed: seed).named("loss"), at: Moment(microseconds: 0))
            let draws = (0..<fine + 2).map { _ in losses.losesNext(at: Moment(microseconds: 0)) }
            return draws[0] && draws[1...].allSatisfy { !$0 }
        }
    }

    @Test func `a lost segment with three behind it is sent again when their acknowledgements are back`()
        throws
    {
        let loss = LossModel.random(0.3)
        let seed = try #require(Self.seedOfOneLoss(loss, then: 5))
        var effect = Self.effect(LinkModel(delay: Self.delay(50), loss: loss), back: 30, seed: seed)
        // Round trip 80 ms, and 50 ms for the way; the others are there and wait for it.
        #expect(effect.send(1460 * 4, at: 0) == [130_000, 130_000, 130_000, 130_000])
        #expect(effect.send(10, at: 100_000) == [150_000])
    }

    @Test func `with a rate, the third one behind has to be through first`() throws {
        let loss = LossModel.random(0.3)
        let seed = try #require(Self.seedOfOneLoss(loss, then: 5))
        let model = LinkModel(.rate(BitRate(1e6)), delay: Self.delay(50), loss: loss)
        var effect = Self.effect(model, back: 50, seed: seed)
        // Sent at 11.68 ms; the third behind at 46.72; noticed 100 ms later, through in 11.68 ms, there 50 ms later.
        // The other three take their turn, one place behind as the rate is used twice, and wait for it.
        #expect(effect.send(1460 * 4, at: 0) == [208_400, 208_400, 208_400, 208_400])
        // Five segments' time is used.
        #expect(effect.send(1000, at: 0) == [208_400])
        #expect(effect.send(1, at: 200_000) == [250_008])
    }

    @Test func `two segments behind a lost one are not enough`() throws {
        let loss = LossModel.random(0.3)
        let seed = try #require(Self.seedOfOneLoss(loss, then: 5))
        var effect = Self.effect(LinkModel(delay: Self.delay(50), loss: loss), back: 50, seed: seed)
        #expect(effect.send(1460 * 3, at: 0) == [350_000, 350_000, 350_000])
    }

    @Test func `a timer is never shorter than four times the jitter`() throws {
        let loss = LossModel.random(0.3)
        let seed = try #require(Self.seedOfOneLoss(loss, then: 1))
        let delay = DelayModel(.milliseconds(500), jitter: .milliseconds(100), correlation: 0)
        var effect = Self.effect(LinkModel(delay: delay, loss: loss), back: 0, seed: seed)
        let arrival = try #require(effect.send(10, at: 0).first)
        // Timer 900 ms, then the way of 500 ± 100.
        #expect(1_300_000...1_500_000 ~= arrival)
    }

    @Test func `where everything is lost, nothing ever arrives`() {
        var effect = Self.effect(LinkModel(loss: .random(1)))
        #expect(effect.send(3000, at: 0) == Array(repeating: Moment.never.microseconds, count: 3))
        #expect(effect.send(1, at: 1_000_000_000) == [Moment.never.microseconds])
        var impatient = Self.effect(LinkModel(loss: .random(0.999_999), retries: 0))
        #expect(impatient.send(1, at: 0) == [Moment.never.microseconds])
    }

    @Test(arguments: [LossUnit.message, .frame])
    func `losses of messages and frames are not the link's`(unit: LossUnit) {
        #expect(LinkModel(loss: .random(1), unit: unit).isTransparent)
        var effect = Self.effect(LinkModel(delay: Self.delay(1), loss: .random(1), unit: unit))
        #expect(effect.send(10, at: 0) == [1000])
    }

    @Test func `within an episode retransmissions are lost as well`() {
        let loss = LossModel.episodes(LossEpisodes(every: .seconds(20), lasts: .seconds(10)))
        var waited = 0
        for seed in UInt64(0)..<100 {
            var losses = LossProcess(
                loss, RandomStream(seed: seed).named("loss"), at: Moment(microseconds: 0))
            let isLost = losses.losesNext(at: Moment(microseconds: 0))
            var effect = Self.effect(LinkModel(loss: loss), seed: seed)
            let arrival = effect.send(1, at: 0)[0]
            // Retransmissions go out at 0.2, 0.6, 1.4, 3, 6.2, 12.6 s…
            let times: [UInt64] = [
                200, 600, 1400, 3000, 6200, 12_600, 25_400, 51_000, 102_200, 204_600, 324_600,
            ]
            let expected = times.first { !losses.losesNext(at: Moment(microseconds: $0 * 1000)) } ?? 0
            #expect(arrival == (isLost ? expected * 1000 : 0), "seed \(seed)")
            waited += isLost ? 1 : 0
        }
        #expect(30...70 ~= waited)
    }

    @Test func `a recorded link sends in its milliseconds, and again from its end`() throws {
        let trace = try PacketDeliveryTrace(milliseconds: [1, 5, 5, 10])
        var effect = Self.effect(LinkModel(.trace(trace)))
        #expect(effect.send(1460 * 9, at: 0).map { $0 / 1000 } == [1, 5, 5, 10, 11, 15, 15, 20, 21])
        // What nobody waits for is gone: at 100.5 ms the next chance is in a millisecond of 101.
        #expect(effect.send(1460 * 2, at: 100_500).map { $0 / 1000 } == [101, 105])
        // At the very millisecond it is still in time; the end of one round comes before the next.
        #expect(effect.send(1460 * 2, at: 200_000).map { $0 / 1000 } == [200, 201])
    }

    @Test func `small packets share a chance, headers counted, and large ones take several`() throws {
        let trace = try PacketDeliveryTrace(milliseconds: [2, 4])
        var effect = Self.effect(LinkModel(.trace(trace)))
        // 140 bytes each: ten fit into 1500, and the eleventh begins there and ends in the next.
        #expect(
            (0..<12).flatMap { _ in effect.send(100, at: 0) }.map { $0 / 1000 }
                == [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4, 4])
        var large = Self.effect(LinkModel(.trace(trace), segment: 9000))
        #expect(large.send(4460, at: 0) == [6000])
    }

    @Test func `a recorded link begins when it comes up`() throws {
        let trace = try PacketDeliveryTrace(milliseconds: [10])
        var effect = LinkDriver(LinkModel(.trace(trace)), from: 1_234_567)
        #expect(effect.send(10, at: 1_234_567) == [1_244_567])
    }

    @Test func `an end takes the way of a packet, and a pause is none`() {
        var effect = Self.effect(LinkModel(.rate(BitRate(1e6)), delay: Self.delay(50)))
        #expect(effect.end(at: 0) == 50_000)
        #expect(effect.send(1460, at: 0) == [61_680])
        #expect(effect.end(at: 1000) == 61_680)
        let pause = effect.effect.departure(
            of: 0, at: 1460, ready: Moment(microseconds: 2000), startsUnit: false)
        #expect(pause == Moment(microseconds: 2000))
        var dead = Self.effect(LinkModel(loss: .random(1)))
        #expect(dead.end(at: 0) == Moment.never.microseconds)
    }

    @Test func `what waited before the link came up is sent when it comes up`() {
        var effect = LinkEffect(
            LinkModel(.rate(BitRate(1e6)), delay: Self.delay(10)), wayBack: .zero, RandomStream(seed: 1),
            at: Moment(microseconds: 1_000_000))
        let arrivals = (0..<2).map { _ in
            effect.departure(of: 1460, at: 0, ready: Moment(microseconds: 7), startsUnit: true).microseconds
        }
        #expect(arrivals == [1_021_680, 1_033_360])
    }

    @Test func `asked about once more, all says the same: losses, queue and rate`() {
        let model = LinkModel(
            .rate(BitRate(1e6)), delay: DelayModel(.milliseconds(30), jitter: .milliseconds(20)),
            loss: .random(0.2), queue: ByteCount(6000))
        var driver = LinkDriver(model, back: 30, seed: 3)
        var sent = 0
        for frame in 0..<40 {
            sent += driver.send(700, at: UInt64(frame) * 5000).count
            let (before, after) = driver.restart(at: UInt64(frame) * 5000 + 1)
            #expect(before == after)
        }
        #expect(sent == 40)
    }

    @Test func `a pair asks each direction, and leaves alone what changes nothing`() throws {
        let pair = LinkPair(toServer: LinkModel(delay: Self.delay(5)))
        let random = RandomStream(seed: 1)
        let none = pair.effect(on: .toClient, random, at: Moment(microseconds: 0))
        if none != nil { Issue.record("it changes nothing") }
        let effect = try #require(pair.effect(on: .toServer, random, at: Moment(microseconds: 0)))
        var driver = LinkDriver(effect)
        #expect(driver.send(1, at: 0) == [5000])
    }

    @Test func `a file of a recorded link is handed in by its path`() throws {
        let trace = try PacketDeliveryTrace(milliseconds: [3])
        var pair = LinkPair(toClient: LinkModel(.traceFile("train.down")))
        #expect(pair.tracePaths == ["train.down"])
        pair.give(trace, for: "train.down")
        #expect(pair.toClient.capacity == .trace(trace) && pair.tracePaths.isEmpty)
    }
}
