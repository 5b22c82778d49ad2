public import Observer

/// A link's losses one after the other: says of each packet, frame or message whether it is lost.
public struct LossProcess: Sendable {
    private enum State: Sendable {
        case none
        case random(probability: Double, correlation: Double, last: Bool?)
        case gilbertElliott(GilbertElliottLoss, isBad: Bool)
        case fourState(FourStateLoss, state: Int)
        case episodes(LossEpisodes, EpisodeCalendar)
    }

    private var state: State
    private var random: RandomStream
    private let start: RandomStream

    /// The losses of a link that comes up at `now`.
    ///
    /// - Parameter random: a stream of its own.
    public init(_ model: LossModel, _ random: RandomStream, at now: Moment) {
        start = random
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
                .episodes(model, EpisodeCalendar(model, random.named("episodes"), from: now))
            }
        self.random = random
    }

    /// Whether the next one is lost, which is sent at `now`.
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
        case .episodes(let model, let calendar):
            return random.chance(calendar.isInside(at: now) ? model.inside : model.outside)
        }
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

/// What befalls one packet and its retransmissions, whenever they are sent.
struct LossFate: Sendable {
    /// How many in a row are lost, where time has nothing to do with it.
    fileprivate let losses: Int
    /// Draws where it has.
    fileprivate let random: RandomStream
}

extension LossProcess {
    /// The fate of the next packet: retransmissions are packets too, up to `most` of all.
    mutating func nextFate(most: Int) -> LossFate {
        if case .episodes = state { return LossFate(losses: 0, random: RandomStream(state: random.next())) }
        var losses = 0
        while losses < most, losesNext(at: Moment(microseconds: 0)) { losses += 1 }
        return LossFate(losses: losses, random: random)
    }

    /// A fate out of the row, which takes nothing from the others.
    func fateAside(_ number: UInt64, most: Int, rate: Double) -> LossFate {
        var aside = start.named("aside").named(number)
        let random = aside
        var losses = 0
        while losses < most, aside.chance(rate) { losses += 1 }
        return LossFate(losses: losses, random: random)
    }

    /// Whether the packet is lost when it is sent for the first time (0) or again.
    func loses(_ fate: LossFate, attempt: Int, at now: Moment) -> Bool {
        guard case .episodes(let model, let calendar) = state else { return attempt < fate.losses }
        var random = fate.random.named(UInt64(attempt))
        return random.chance(calendar.isInside(at: now) ? model.inside : model.outside)
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
