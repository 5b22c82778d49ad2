/// How a link loses what is sent over it: which packets, frames or messages do not arrive.
///
/// The words and the parameters are those of Linux's netem (tc-netem(8)), with two differences. All models begin in a
/// state drawn from their long run, where netem begins in the good one: a short session loses as much as a long one.
/// And correlation leaves the rate as it is, see ``random(_:correlation:)``.
public enum LossModel: Hashable, Sendable {
    /// Nothing is lost.
    case none
    /// Each is lost with this probability; with this correlation to the one before it.
    ///
    /// The correlation is exactly that of neighbours, and the rate stays what was asked for. netem mixes each random
    /// number with the last one, which keeps their mean and narrows their spread: `loss random 1% 25%` loses about
    /// one in 2,000 there, not one in 100, and above half it loses more than asked.
    case random(Double, correlation: Double = 0)
    /// Gilbert and Elliott's two states.
    case gilbertElliott(GilbertElliottLoss)
    /// The four states of the "general and intuitive" model.
    case fourState(FourStateLoss)
    /// Episodes in time, in which all or much is lost.
    case episodes(LossEpisodes)

    /// The share that is lost in the long run.
    public var rate: Double {
        switch self {
        case .none: 0
        case .random(let probability, _): min(1, max(0, probability))
        case .gilbertElliott(let model): model.rate
        case .fourState(let model): model.rate
        case .episodes(let model): model.rate
        }
    }
}

/// A link that is in a good or in a bad state: netem's `loss gemodel p r 1-h 1-k`.
public struct GilbertElliottLoss: Hashable, Sendable {
    /// p, the probability that a good state turns bad, at each packet.
    public var toBad: Double
    /// r, the probability that a bad state turns good, at each packet.
    public var toGood: Double
    /// 1-h, the share that is lost in the bad state.
    public var lossInBad: Double
    /// 1-k, the share that is lost in the good state.
    public var lossInGood: Double

    /// With netem's defaults: r is 1-p, all is lost in the bad state, nothing in the good one.
    public init(toBad: Double, toGood: Double? = nil, lossInBad: Double = 1, lossInGood: Double = 0) {
        self.toBad = toBad
        self.toGood = toGood ?? 1 - toBad
        self.lossInBad = lossInBad
        self.lossInGood = lossInGood
    }

    /// How much of the time the state is bad, in the long run.
    var shareOfBad: Double { toBad + toGood > 0 ? toBad / (toBad + toGood) : 0 }

    /// The share that is lost in the long run.
    public var rate: Double { shareOfBad * lossInBad + (1 - shareOfBad) * lossInGood }
}

/// A link with periods of gaps and of bursts, and isolated losses: netem's `loss state p13 p31 p32 p23 p14`.
///
/// State 1 is received in a gap, 2 received in a burst, 3 lost in a burst, 4 an isolated loss, which always leads
/// back to 1.
public struct FourStateLoss: Hashable, Sendable {
    /// From a gap to a burst.
    public var p13: Double
    /// From a burst to a gap.
    public var p31: Double
    /// From lost to received within a burst.
    public var p32: Double
    /// From received to lost within a burst.
    public var p23: Double
    /// From a gap to an isolated loss.
    public var p14: Double

    /// With tc's defaults: p31 is 1-p13, p32 is 0, p23 is 1, p14 is 0.
    public init(p13: Double, p31: Double? = nil, p32: Double = 0, p23: Double = 1, p14: Double = 0) {
        self.p13 = p13
        self.p31 = p31 ?? 1 - p13
        self.p32 = p32
        self.p23 = p23
        self.p14 = p14
    }

    /// How often each of the states 1 to 4 is, in the long run.
    ///
    /// As often as a burst begins from a gap, one ends: share 3 · p31 = share 1 · p13. So for 2 and 3. Where there is
    /// no way back, the long run is spent behind the point of no return.
    var shares: [Double] {
        var weights = [1, 0, 0, p14]
        if p13 > 0 {
            let isOneWay = p31 == 0
            if isOneWay { weights = [0, 0, 0, 0] }
            let lost = isOneWay ? 1 : p13 / p31
            let isStuck = p32 > 0 && p23 == 0
            weights =
                isStuck ? [0, 1, 0, 0] : [weights[0], p32 > 0 ? lost * p32 / p23 : 0, lost, weights[3]]
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// The share that is lost in the long run.
    public var rate: Double {
        let shares = shares
        return shares[2] + shares[3]
    }
}

/// Episodes of loss that come at random times: tunnels, lifts, microwave ovens.
public struct LossEpisodes: Hashable, Sendable {
    /// How long it is on average from the beginning of one to the beginning of the next.
    public var every: Duration
    /// How long each lasts.
    public var lasts: Duration
    /// The share that is lost meanwhile.
    public var inside: Double
    /// The share that is lost otherwise.
    public var outside: Double

    /// Episodes: one in each stretch of `every`, anywhere in it; so they follow each other after twice that at most.
    public init(every: Duration, lasts: Duration, inside: Double = 1, outside: Double = 0) {
        self.every = max(every, lasts)
        self.lasts = lasts
        self.inside = inside
        self.outside = outside
    }

    /// How much of the time an episode lasts, in the long run.
    var shareOfInside: Double { every > .zero ? lasts.inSeconds / every.inSeconds : 0 }

    /// The share that is lost in the long run.
    public var rate: Double { shareOfInside * inside + (1 - shareOfInside) * outside }
}
