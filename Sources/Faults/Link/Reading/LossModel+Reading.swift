extension LossModel: ParameterValue {
    /// A share, or a map of one of the models.
    public static let form = ValueForm(
        "a loss", examples: ["1%", "{ gemodel: { p: 1%, r: 10% } }", "{ burst: { every: 30s, for: 2s } }"],
        shape: .either([Share.form.shape, keys.shape]))

    /// The keys of the map; one model only may stand there.
    public static let keys = ModelKeys<LossDraft>(
        "a loss",
        [
            .init("random", "each is lost with this probability", \.random),
            .init("correlation", "of `random`: how much one is like the one before", \.correlation),
            .init("gemodel", "a good and a bad state, by Gilbert and Elliott", \.gemodel),
            .init("state", "four states: gaps, bursts and isolated losses", \.state),
            .init("burst", "episodes in time, such as tunnels", \.burst),
        ])

    /// Reads a share or a map.
    public init(_ value: Value) throws(ValueProblem) {
        guard case .map(let entries) = value.content else {
            guard value.text != nil, !value.isNull else { throw Self.mismatch(value) }
            let share = try Share(value)
            self = share == .none ? .none : .random(share.fraction)
            return
        }
        var draft = LossDraft()
        try Self.keys.read(value, into: &draft)
        let models = entries.filter { $0.name != "correlation" }
        guard models.count < 2 else {
            throw ValueProblem(
                at: models[1].place,
                "expected one loss model, found \"\(models[1].name)\" beside \"\(models[0].name)\"")
        }
        if draft.random == nil, let correlation = entries.first(where: { $0.name == "correlation" }) {
            throw ValueProblem(
                at: correlation.place,
                "\"correlation\" belongs to \"random\": write { random: 1%, correlation: 25% }")
        }
        guard let model = draft.model else { throw Self.mismatch(value) }
        self = model
    }

    /// A share only.
    public var written: String? {
        switch self {
        case .none: "0%"
        case .random(let probability, 0): Share(probability).written
        default: nil
        }
    }
}

/// What stands in the map of a loss.
public struct LossDraft: Hashable, Sendable {
    var random: Share?
    var correlation = Share.none
    var gemodel: GilbertElliottLoss?
    var state: FourStateLoss?
    var burst: LossEpisodes?

    var model: LossModel? {
        if let random { return .random(random.fraction, correlation: correlation.fraction) }
        if let gemodel { return .gilbertElliott(gemodel) }
        if let state { return .fourState(state) }
        return burst.map { .episodes($0) }
    }
}

extension GilbertElliottLoss: ParameterValue {
    /// A map with netem's parameters.
    public static let form = ValueForm(
        "a Gilbert-Elliott model", examples: ["{ p: 1%, r: 10%, 1-h: 70%, 1-k: 0.1% }"], shape: keys.shape)

    /// Its keys are netem's words.
    public static let keys = ModelKeys<Draft>(
        "gemodel",
        [
            .init(
                "p", "the probability that a good state turns bad, at each packet", \.toBad, isRequired: true),
            .init("r", "the probability that a bad state turns good; 1-p if left out", \.toGood),
            .init("1-h", "the share that is lost in the bad state; all if left out", \.lossInBad),
            .init("1-k", "the share that is lost in the good state; none if left out", \.lossInGood),
        ])

    /// What stands in its map.
    public struct Draft: Hashable, Sendable {
        var toBad = Share.none
        var toGood: Share?
        var lossInBad = Share.all
        var lossInGood = Share.none
    }

    /// Reads the map.
    public init(_ value: Value) throws(ValueProblem) {
        var draft = Draft()
        try Self.keys.read(value, into: &draft)
        self.init(
            toBad: draft.toBad.fraction, toGood: draft.toGood?.fraction, lossInBad: draft.lossInBad.fraction,
            lossInGood: draft.lossInGood.fraction)
    }

    /// Nothing, as it is a map.
    public var written: String? { nil }
}

extension FourStateLoss: ParameterValue {
    /// A map with netem's parameters.
    public static let form = ValueForm(
        "a four-state model", examples: ["{ p13: 1%, p31: 20%, p32: 10%, p23: 30%, p14: 0.5% }"],
        shape: keys.shape)

    /// Its keys are netem's words.
    public static let keys = ModelKeys<Draft>(
        "state",
        [
            .init("p13", "from a gap to a burst of losses, at each packet", \.p13, isRequired: true),
            .init("p31", "from a burst to a gap; 1-p13 if left out", \.p31),
            .init("p32", "from lost to received within a burst; none if left out", \.p32),
            .init("p23", "from received to lost within a burst; all if left out", \.p23),
            .init("p14", "from a gap to an isolated loss; none if left out", \.p14),
        ])

    /// What stands in its map.
    public struct Draft: Hashable, Sendable {
        var p13 = Share.none
        var p31: Share?
        var p32 = Share.none
        var p23 = Share.all
        var p14 = Share.none
    }

    /// Reads the map, and sees to it that the probabilities of a state leave room for each other.
    public init(_ value: Value) throws(ValueProblem) {
        var draft = Draft()
        try Self.keys.read(value, into: &draft)
        self.init(
            p13: draft.p13.fraction, p31: draft.p31?.fraction, p32: draft.p32.fraction,
            p23: draft.p23.fraction, p14: draft.p14.fraction)
        for (first, second, sum) in [("p13", "p14", p13 + p14), ("p31", "p32", p31 + p32)]
        where sum > 1.000_001 {
            throw ValueProblem(
                at: value.place,
                "expected \(first) and \(second) to be 100% at most together, found \(Amount.written(sum * 100))%"
            )
        }
    }

    /// Nothing, as it is a map.
    public var written: String? { nil }
}

extension LossEpisodes: ParameterValue {
    /// A map.
    public static let form = ValueForm(
        "loss episodes", examples: ["{ every: 30s, for: 2s }"], shape: keys.shape)

    /// Its keys.
    public static let keys = ModelKeys<Draft>(
        "burst",
        [
            .init(
                "every", "how long it is on average from one to the next, as they begin", \.every,
                isRequired: true),
            .init("for", "how long each lasts", \.lasts, isRequired: true),
            .init("loss", "the share that is lost meanwhile; all if left out", \.inside),
            .init("otherwise", "the share that is lost at other times; none if left out", \.outside),
        ])

    /// What stands in its map.
    public struct Draft: Hashable, Sendable {
        var every = Duration.zero
        var lasts = Duration.zero
        var inside = Share.all
        var outside = Share.none
    }

    /// Reads the map.
    public init(_ value: Value) throws(ValueProblem) {
        var draft = Draft()
        try Self.keys.read(value, into: &draft)
        guard draft.lasts >= .milliseconds(1), draft.every > draft.lasts else {
            let found = "every: \(draft.every.written ?? ""), for: \(draft.lasts.written ?? "")"
            throw ValueProblem(
                at: value.place,
                "expected \"every\" to be longer than \"for\", and that 1ms or more, found \(found)")
        }
        self.init(
            every: draft.every, lasts: draft.lasts, inside: draft.inside.fraction,
            outside: draft.outside.fraction)
    }

    /// Nothing, as it is a map.
    public var written: String? { nil }
}
