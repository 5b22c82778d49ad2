import Foundation
import Observer
import Testing

@testable import Faults

/// What the loss models lose, against what their parameters promise; `make statistics` draws a million of each.
@Suite struct LossProcessTests {
    private static let start = Moment(microseconds: 0)

    private static func losses(_ model: LossModel, seed: UInt64) -> [Bool] {
        var process = LossProcess(model, RandomStream(seed: seed, "loss"), at: start)
        return (0..<Draws.count).map { _ in process.losesNext(at: start) }
    }

    /// The rate is within four standard errors, with neighbours that have so much in common.
    private static func expectRate(
        _ losses: [Bool], of model: LossModel, memory: Double, _ location: SourceLocation = #_sourceLocation
    ) {
        let rate = Double(losses.count { $0 }) / Double(losses.count)
        let variance = model.rate * (1 - model.rate) / Double(losses.count)
        let bound = 4 * (variance * (1 + memory) / (1 - memory)).squareRoot()
        Draws.report("\(model): rate \(rate), asked \(model.rate), bound ±\(bound)")
        #expect(abs(rate - model.rate) <= bound, "\(rate), expected \(model.rate)", sourceLocation: location)
    }

    /// Runs of losses end at each packet with the same probability, so their lengths are geometric.
    private static func expectRuns(
        _ losses: [Bool], ending probability: Double, _ location: SourceLocation = #_sourceLocation
    ) {
        let lengths = runs(of: losses)
        var counts = Array(repeating: 0, count: 6)
        for length in lengths { counts[min(length, 6) - 1] += 1 }
        let total = Double(lengths.count)
        let stays = 1 - probability
        let expected = (0..<6).map { total * ($0 < 5 ? pow(stays, Double($0)) * probability : pow(stays, 5)) }
        let chiSquare = Sample.chiSquare(counts, expected)
        let mean = Double(lengths.reduce(0, +)) / total
        Draws.report("mean burst \(mean), asked \(1 / probability); chi-square \(chiSquare) of 5 degrees")
        // 20.5 is exceeded once in 1,000.
        #expect(chiSquare < 20.5, sourceLocation: location)
        let deviation = stays.squareRoot() / probability
        #expect(abs(mean - 1 / probability) < 4 * deviation / total.squareRoot(), sourceLocation: location)
    }

    @Test(arguments: [0.001, 0.02, 0.25, 0.8])
    func `independent losses have their rate and geometric runs`(probability: Double) {
        let model = LossModel.random(probability)
        let losses = Self.losses(model, seed: 1)
        Self.expectRate(losses, of: model, memory: 0)
        if probability >= 0.02 { Self.expectRuns(losses, ending: 1 - probability) }
    }

    @Test(arguments: [(0.05, 0.25), (0.3, 0.5), (0.3, 0.9), (0.8, 0.3)])
    func `correlation keeps the rate and is the correlation`(probability: Double, correlation: Double) {
        let model = LossModel.random(probability, correlation: correlation)
        let losses = Self.losses(model, seed: 2)
        Self.expectRate(losses, of: model, memory: correlation)
        Self.expectRuns(losses, ending: (1 - correlation) * (1 - probability))
        let measured = Sample(losses.map { $0 ? 1 : 0 }).autocorrelation
        Draws.report("correlation \(measured), asked \(correlation)")
        #expect(abs(measured - correlation) < 8 / Double(losses.count).squareRoot())
    }

    @Test(arguments: [0.0, 1.0])
    func `never is never and always is always`(probability: Double) {
        let losses = Self.losses(.random(probability, correlation: 0.5), seed: 3)
        #expect(losses.allSatisfy { $0 == (probability == 1) })
        #expect(LossModel.none.rate == 0)
        #expect(Self.losses(.none, seed: 3).allSatisfy { !$0 })
    }

    @Test func `Gilbert's model has its rate and its bursts`() {
        let model = LossModel.gilbertElliott(GilbertElliottLoss(toBad: 0.02, toGood: 0.25))
        let losses = Self.losses(model, seed: 4)
        Self.expectRate(losses, of: model, memory: 1 - 0.02 - 0.25)
        Self.expectRuns(losses, ending: 0.25)
        #expect(abs(model.rate - 0.02 / 0.27) < 1e-12)
    }

    @Test func `Elliott's model has its rate, and loses in clumps as much as its states say`() {
        let bad = 0.05 / 0.25
        let states = GilbertElliottLoss(toBad: 0.05, toGood: 0.2, lossInBad: 0.6, lossInGood: 0.01)
        let model = LossModel.gilbertElliott(states)
        let losses = Self.losses(model, seed: 5)
        Self.expectRate(losses, of: model, memory: 0.75)
        // Two in a row: the first one's state, its loss, the next state, its loss.
        let both =
            bad * 0.6 * (0.8 * 0.6 + 0.2 * 0.01) + (1 - bad) * 0.01 * (0.05 * 0.6 + 0.95 * 0.01)
        let measured = Double(zip(losses, losses.dropFirst()).count { $0 && $1 }) / Double(losses.count)
        Draws.report("two in a row \(measured), expected \(both)")
        #expect(abs(measured - both) < 10 * (both / Double(losses.count)).squareRoot())
    }

    @Test func `without r, Gilbert's model is independent loss, as in netem`() {
        let model = LossModel.gilbertElliott(GilbertElliottLoss(toBad: 0.1))
        let losses = Self.losses(model, seed: 6)
        Self.expectRate(losses, of: model, memory: 0)
        Self.expectRuns(losses, ending: 0.9)
    }

    @Test func `four states have their rate, their bursts and their isolated losses`() {
        let states = FourStateLoss(p13: 0.03, p31: 0.2, p32: 0.3, p23: 0.4, p14: 0.01)
        let model = LossModel.fourState(states)
        let losses = Self.losses(model, seed: 7)
        // Shares in proportion 1 : 0.1125 : 0.15 : 0.01, worked out by hand.
        #expect(abs(model.rate - 0.16 / 1.2725) < 1e-12)
        Self.expectRate(losses, of: model, memory: 0.85)
        let lengths = runs(of: losses)
        let mean = Double(lengths.reduce(0, +)) / Double(lengths.count)
        // Losses a round, by the ways into them: 0.16 / (0.03 + 0.1125 · 0.4 + 0.01).
        let expected = 0.16 / 0.085
        Draws.report("four states: mean burst \(mean), expected \(expected)")
        #expect(abs(mean - expected) < 6 * expected / Double(lengths.count).squareRoot())
    }

    @Test func `bursts of four states without isolated losses are geometric`() {
        let model = LossModel.fourState(FourStateLoss(p13: 0.05, p31: 0.3))
        let losses = Self.losses(model, seed: 8)
        Self.expectRate(losses, of: model, memory: 0.65)
        Self.expectRuns(losses, ending: 0.3)
        let isolated = LossModel.fourState(FourStateLoss(p13: 0, p31: 1, p14: 0.1))
        #expect(runs(of: Self.losses(isolated, seed: 8)).allSatisfy { $0 == 1 })
    }

    @Test func `a state without a way back ends the way it ends in netem`() {
        #expect(FourStateLoss(p13: 0.1, p31: 0).shares == [0, 0, 1, 0])
        #expect(FourStateLoss(p13: 0.1, p31: 0.1, p32: 0.1, p23: 0).shares == [0, 1, 0, 0])
        #expect(FourStateLoss(p13: 0, p31: 0).shares == [1, 0, 0, 0])
        #expect(GilbertElliottLoss(toBad: 0, toGood: 0).rate == 0)
        #expect(GilbertElliottLoss(toBad: 0.1, toGood: 0).rate == 1)
    }

    @Test func `episodes take their share of the time, last as long as they say, and come at random`() {
        let episodes = LossEpisodes(every: .seconds(30), lasts: .seconds(6), inside: 1, outside: 0)
        var process = LossProcess(.episodes(episodes), RandomStream(seed: 9, "loss"), at: Self.start)
        let step: UInt64 = 100_000
        let losses = (0..<Draws.count * 5).map {
            process.losesNext(at: Moment(microseconds: UInt64($0) * step))
        }
        let rate = Double(losses.count { $0 }) / Double(losses.count)
        Draws.report("episodes: share of time \(rate), asked 0.2")
        #expect(abs(rate - 0.2) < 4 * 0.2 / (Double(losses.count) / 300).squareRoot())
        // Two that follow within a step of 100 ms are seen as one.
        let lengths = runs(of: losses).dropFirst()
        #expect(lengths.allSatisfy { 59...61 ~= $0 || $0 > 100 })
        let gaps = runs(of: losses.map { !$0 }).dropFirst().map { Double($0) * 0.1 }
        // Two places in stretches of 30 s, each anywhere in 24: what lies between is their sum.
        let distance = Sample(gaps).distance { $0 < 24 ? $0 * $0 / 1152 : 1 - (48 - $0) * (48 - $0) / 1152 }
        Draws.report("episodes: gaps' mean \(Sample(gaps).mean) of 24 s, KS \(distance) of 1.95")
        // The steps blur 0.1 s of a density of 1/24 a second at most.
        #expect(distance < 1.95 + 0.1 / 24 * Double(gaps.count).squareRoot())
        #expect(gaps.allSatisfy { $0 < 48.2 })
    }

    @Test func `a calendar says the same of a time whenever it is asked`() {
        let episodes = LossEpisodes(every: .milliseconds(20), lasts: .milliseconds(10))
        var inside = 0
        for seed in UInt64(0)..<400 {
            let calendar = EpisodeCalendar(episodes, RandomStream(seed: seed), from: Self.start)
            let late = Moment(microseconds: 1_000_000_000_000_000 + seed)
            let isInside = calendar.isInside(at: late)
            _ = calendar.isInside(at: Moment(microseconds: 3))
            #expect(calendar.isInside(at: late) == isInside)
            inside += isInside ? 1 : 0
        }
        #expect(abs(inside - 200) < 40)
        #expect(!EpisodeCalendar(episodes, RandomStream(seed: 1), from: Self.start).isInside(at: .never))
    }

    @Test func `a packet's fate is the row's, and one aside takes nothing from it`() {
        let model = LossModel.random(0.5)
        var row = LossProcess(model, RandomStream(seed: 12), at: Self.start)
        var fates = row
        for _ in 0..<500 {
            var expected = 0
            while expected < 4, row.losesNext(at: Self.start) { expected += 1 }
            let fate = fates.nextFate(most: 4)
            let aside = fates.fateAside(7, most: 4, rate: 0.5)
            #expect(
                fates.loses(aside, attempt: 0, at: Self.start)
                    == fates.loses(
                        fates.fateAside(7, most: 4, rate: 0.5), attempt: 0, at: Self.start))
            #expect((0..<4).filter { fates.loses(fate, attempt: $0, at: Self.start) }.count == expected)
        }
        let lost = (0..<2000).count {
            row.loses(row.fateAside(UInt64($0), most: 4, rate: 0.25), attempt: 0, at: Self.start)
        }
        #expect(abs(lost - 500) < 80)
    }

    @Test func `the same stream loses the same`() {
        let model = LossModel.gilbertElliott(GilbertElliottLoss(toBad: 0.1, toGood: 0.2))
        #expect(Self.losses(model, seed: 10) == Self.losses(model, seed: 10))
        #expect(Self.losses(model, seed: 10) != Self.losses(model, seed: 11))
    }
}
