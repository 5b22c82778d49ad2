public import Observer

/// A link's losses one after the other: says of each packet, frame or message whether it is lost.
public struct LossProcess: Sendable {
    private enum State: Sendable {
        case none
        case random(probability: Double, correlation: Double, last: Bool?)
        case gilbertElliott(GilbertElliottLoss, isBad: Bool)
        case fourState(FourStateLoss, state: Int)
        case episodes(LossEpisodes, EpisodeClock)
    }

    private var state: State
    private var random: RandomStream

    /// The losses of a link that comes up at `now`.
    ///
    /// - Parameter random: a stream of its own.
    public init(_ model: LossModel, _ random: RandomStream, at now: Moment) {
        var random = random
        state =
            switch model {
            case .none: .none
            case .random(let probability, let correlation):
                .random(probability: probability, correlation: correlation, last: nil)
            case .gilbertElliott(let model):
                .gilbertElliott(model, isBad: random.chance(model.shareOfBad))
            case .fourState(let model): .fourState(model, state: random.state(of: model.shares))
            case .episodes(let model):
                .episodes(model, EpisodeClock(model, random.named("episodes"), at: now))
            }
        self.random = random
    }

    /// Whether the next one is lost, which is sent at `now`; never before one that was asked about.
    public mutating func losesNext(at now: Moment) -> Bool {
        switch state {
        case .none: return false
        case .random(let probability, let correlation, let last):
            let isRepeated = random.chance(correlation)
            let isFresh = random.chance(probability)
            let isLost = isRepeated ? last ?? isFresh : isFresh
            state = .random(probability: probability, correlation: correlation, last: isLost)
            return isLost
        case .gilbertElliott(let model, let isBad):
            let turns = random.chance(isBad ? model.toGood : model.toBad)
            state = .gilbertElliott(model, isBad: turns != isBad)
            // As in netem, the state counts in which the packet finds the link.
            return random.chance(isBad ? model.lossInBad : model.lossInGood)
        case .fourState(let model, let from):
            let to = Self.next(from, model, random.unit())
            state = .fourState(model, state: to)
            return to >= 3
        case .episodes(let model, var clock):
            let isInside = clock.isInside(at: now)
            state = .episodes(model, clock)
            return random.chance(isInside ? model.inside : model.outside)
        }
    }

    /// Whether one is lost that is sent at a later time than the next ones: a retransmission. What time has to do with
    /// it is looked up without going on in time.
    public mutating func losesLater(at later: Moment) -> Bool {
        guard case .episodes(let model, var clock) = state else { return losesNext(at: later) }
        return random.chance(clock.isInside(at: later) ? model.inside : model.outside)
    }

    /// The state after this one: of 1 and 2, something was received; of 3 and 4, something was lost.
    private static func next(_ state: Int, _ model: FourStateLoss, _ draw: Double) -> Int {
        switch state {
        case 1: draw < model.p14 ? 4 : draw < model.p14 + model.p13 ? 3 : 1
        case 2: draw < model.p23 ? 3 : 2
        case 3: draw < model.p32 ? 2 : draw < model.p32 + model.p31 ? 1 : 3
        default: 1
        }
    }
}

extension RandomStream {
    /// One of the states 1, 2, 3… by their shares.
    fileprivate mutating func state(of shares: [Double]) -> Int {
        var rest = unit()
        for (index, share) in shares.enumerated() {
            if rest < share { return index + 1 }
            rest -= share
        }
        return 1
    }
}

/// When the episodes of a loss model are.
struct EpisodeClock: Sendable {
    private let gap: Double
    private let lasts: Duration
    private let share: Double
    private let patience: Duration
    private var random: RandomStream
    private var begin: Moment
    private var end: Moment

    init(_ model: LossEpisodes, _ random: RandomStream, at now: Moment) {
        // A millisecond at least each, so that time passes.
        lasts = max(model.lasts, .milliseconds(1))
        gap = max(0, (model.every - lasts).inSeconds)
        share = lasts.inSeconds / (gap + lasts.inSeconds)
        patience = Duration(inSeconds: (gap + lasts.inSeconds) * 1000)
        self.random = random
        (begin, end) = (now, now)
        start(at: now)
    }

    /// Whether this time, which is never before the last one asked about, lies in an episode.
    mutating func isInside(at now: Moment) -> Bool {
        // After a thousand episodes that nobody saw, a fresh start is as good as the next ones in the row.
        if now - end > patience { start(at: now) }
        while end <= now, end < .never {
            begin = end + Duration(inSeconds: random.exponential(mean: gap))
            end = begin + lasts
        }
        return begin <= now
    }

    /// The link comes up within an episode as often as they are; the rest of that is any part, all alike.
    private mutating func start(at now: Moment) {
        let isInside = random.chance(share)
        begin = isInside ? now : now + Duration(inSeconds: random.exponential(mean: gap))
        end = begin + (isInside ? Duration(inSeconds: lasts.inSeconds * random.unit()) : lasts)
    }
}
