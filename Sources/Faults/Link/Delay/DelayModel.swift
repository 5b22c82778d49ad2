/// How long a link takes, apart from its rate.
///
/// The words, distributions and parameters are those of Linux's netem (tc-netem(8)); the differences are told with them.
public struct DelayModel: Hashable, Sendable {
    /// How far delays stray.
    public enum Distribution: String, Hashable, Sendable, CaseIterable {
        /// Anything from `delay - jitter` to `delay + jitter`, all alike.
        case uniform
        /// The bell curve; jitter is its standard deviation.
        case normal
        /// Mostly a little less than `delay`, and seldom up to four jitters more: a Pareto distribution of shape 3,
        /// `(4/3) · (x - 1.5)` jitters for its x, as netem's table has it.
        case pareto
        /// A quarter of the bell curve's stray and three quarters of Pareto's, as netem's table has it.
        case paretonormal
    }

    /// The delay, about which the others lie.
    public var delay: Duration
    /// How much others differ from it; what that means exactly is up to the distribution.
    public var jitter: Duration
    /// How they are distributed.
    public var distribution: Distribution
    /// How much a delay is like the one before it, from 0 to 1.
    ///
    /// It is the correlation of neighbours for `uniform` and `normal`, and the correlation of their ranks for the
    /// others. The distribution stays as it is. netem's does not: it mixes each random number with the last one, which
    /// keeps the mean and takes away from the spread.
    public var correlation: Double

    /// A delay; always the same unless there is jitter.
    public init(
        _ delay: Duration = .zero, jitter: Duration = .zero, distribution: Distribution = .uniform,
        correlation: Double = 0
    ) {
        self.delay = delay
        self.jitter = jitter
        self.distribution = distribution
        self.correlation = correlation
    }
}

/// A link's delays one after the other.
public struct DelayProcess: Sendable {
    private let model: DelayModel
    /// The correlation of the normal numbers that all delays are made of (a Gaussian copula).
    private let correlation: Double
    private var random: RandomStream
    private var last: Double?

    /// The delays of a link.
    ///
    /// - Parameter random: a stream of its own.
    public init(_ model: DelayModel, _ random: RandomStream) {
        self.model = model
        self.random = random
        let asked = min(1, max(0, model.correlation))
        // What ranks have in common when normal numbers have ρ in common is (6/π)·asin(ρ/2).
        correlation = model.distribution == .normal ? asked : 2 * Elementary.sine(asked * .pi / 6)
    }

    /// The next delay, never negative: where jitter exceeds the delay, what would be is none.
    public mutating func next() -> Duration {
        guard model.jitter > .zero else { return model.delay }
        let fresh = random.normal()
        let deviate =
            last.map { $0 * correlation + fresh * (1 - correlation * correlation).squareRoot() } ?? fresh
        last = deviate
        let jitters = model.distribution.jitters(deviate)
        return Duration(inSeconds: model.delay.inSeconds + jitters * model.jitter.inSeconds)
    }
}

extension DelayModel.Distribution {
    /// How many jitters a delay strays for a number of the standard normal distribution.
    func jitters(_ deviate: Double) -> Double {
        switch self {
        case .uniform: 2 * Elementary.normalShare(below: deviate) - 1
        case .normal: deviate
        case .pareto: Self.pareto(deviate)
        case .paretonormal: (deviate + 3 * Self.pareto(deviate)) / 4
        }
    }

    /// netem keeps its table in 16 bits at 8192 a jitter, and so cuts it off at four.
    private static func pareto(_ deviate: Double) -> Double {
        let above = Elementary.normalShare(below: -deviate)
        guard above > 0.01 else { return 4 }
        return min(4, 4.0 / 3.0 * (Elementary.pow(above, -1.0 / 3.0) - 1.5))
    }
}
