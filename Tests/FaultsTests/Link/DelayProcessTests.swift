import Foundation
import Testing

@testable import Faults

/// How delays are distributed, against what their parameters promise; `make statistics` draws a million of each.
@Suite struct DelayProcessTests {
    private static func sample(_ model: DelayModel, seed: UInt64) -> Sample {
        var process = DelayProcess(model, RandomStream(seed: seed, "delay"))
        return Sample((0..<Draws.count).map { _ in process.next().inSeconds * 1000 })
    }

    private static func model(_ distribution: DelayModel.Distribution, correlation: Double = 0) -> DelayModel
    {
        DelayModel(
            .milliseconds(200), jitter: .milliseconds(20), distribution: distribution,
            correlation: correlation)
    }

    private static func expect(
        _ measured: Double, near expected: Double, within bound: Double, _ what: String,
        _ location: SourceLocation = #_sourceLocation
    ) {
        Draws.report("\(what): \(measured), expected \(expected) ± \(bound)")
        #expect(abs(measured - expected) <= bound, "\(what)", sourceLocation: location)
    }

    /// Netem's Pareto for an even number from 0 to 1, in jitters.
    private static func pareto(_ share: Double) -> Double {
        min(4, 4.0 / 3 * (Foundation.pow(1 - share, -1.0 / 3) - 1.5))
    }

    private static let root = Double(Draws.count).squareRoot()

    @Test func `a constant delay is constant`() {
        var process = DelayProcess(DelayModel(.milliseconds(70)), RandomStream(seed: 1))
        for _ in 0..<100 { #expect(process.next() == .milliseconds(70)) }
    }

    @Test(arguments: [0.0, 0.3, 0.8])
    func `uniform delays are uniform, with the correlation that was asked for`(correlation: Double) {
        let sample = Self.sample(Self.model(.uniform, correlation: correlation), seed: 2)
        let memory = ((1 + correlation) / (1 - correlation)).squareRoot()
        let deviation = 20 / 3.0.squareRoot()
        Self.expect(sample.mean, near: 200, within: 4 * deviation * memory / Self.root, "uniform mean")
        Self.expect(
            sample.variance, near: 400.0 / 3, within: 133 * 4 * memory / Self.root, "uniform variance")
        Self.expect(
            sample.distance { ($0 - 180) / 40 }, near: 0, within: 1.95 * memory, "uniform KS")
        Self.expect(
            sample.autocorrelation, near: correlation, within: 4 / Self.root, "uniform correlation")
        #expect(sample.numbers.allSatisfy { 180...220 ~= $0 })
    }

    @Test(arguments: [0.0, 0.3, 0.8])
    func `normal delays are normal, with the correlation that was asked for`(correlation: Double) {
        let sample = Self.sample(Self.model(.normal, correlation: correlation), seed: 3)
        let memory = ((1 + correlation) / (1 - correlation)).squareRoot()
        Self.expect(sample.mean, near: 200, within: 4 * 20 * memory / Self.root, "normal mean")
        Self.expect(
            sample.variance, near: 400, within: 400 * 2.0.squareRoot() * 4 * memory / Self.root,
            "normal variance")
        let distance = sample.distance { 0.5 * erfc(-($0 - 200) / 20 / 2.0.squareRoot()) }
        Self.expect(distance, near: 0, within: 1.95 * memory, "normal KS")
        Self.expect(sample.autocorrelation, near: correlation, within: 4 / Self.root, "normal correlation")
    }

    @Test(arguments: [0.0, 0.5])
    func `pareto delays have netem's quantiles`(correlation: Double) {
        let sample = Self.sample(Self.model(.pareto, correlation: correlation), seed: 4)
        let memory = ((1 + correlation) / (1 - correlation)).squareRoot()
        for share in [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98] {
            let step = 4 * (share * (1 - share)).squareRoot() * memory / Self.root
            let bounds = (Self.pareto(max(0, share - step)), Self.pareto(min(1, share + step)))
            let measured = (sample.quantile(share) - 200) / 20
            Draws.report("pareto quantile \(share): \(measured), expected \(Self.pareto(share))")
            #expect(measured >= bounds.0 && measured <= bounds.1, "\(share)")
        }
        // It is cut off at four jitters, so its mean is 4/3 · (1.5 - 1/(2·4.5²)) - 2 jitters: a little early.
        Self.expect(
            sample.mean, near: 200 - 20 * 4 / 3 / (2 * 4.5 * 4.5), within: 4 * 20 * memory / Self.root,
            "pareto mean")
        #expect(sample.numbers.allSatisfy { $0 > 200 - 20 * 2.0 / 3 - 0.001 && $0 <= 280.001 })
        Self.expect(
            sample.rankCorrelation, near: correlation, within: 5 / Self.root, "pareto rank correlation")
    }

    @Test func `paretonormal delays are a quarter normal and three quarters pareto`() {
        let sample = Self.sample(Self.model(.paretonormal), seed: 5)
        // Normal quantiles from tables.
        let normal = [
            (0.1, -1.2815515655), (0.25, -0.6744897502), (0.5, 0), (0.75, 0.6744897502), (0.9, 1.2815515655),
        ]
        for (share, deviate) in normal {
            let expected = (deviate + 3 * Self.pareto(share)) / 4
            let measured = (sample.quantile(share) - 200) / 20
            Self.expect(measured, near: expected, within: 12 / Self.root, "paretonormal quantile \(share)")
        }
    }

    @Test func `no delay is negative, however great the jitter`() {
        for distribution in DelayModel.Distribution.allCases {
            var process = DelayProcess(
                DelayModel(.milliseconds(10), jitter: .milliseconds(50), distribution: distribution),
                RandomStream(seed: 6))
            let delays = (0..<2000).map { _ in process.next() }
            #expect(delays.allSatisfy { $0 >= .zero })
            #expect(delays.contains(.zero))
        }
    }
}
