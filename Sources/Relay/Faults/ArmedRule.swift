internal import Faults
internal import Observer
internal import Scenarios

/// A rule in one direction of one session: how often it could have fired, and did.
struct ArmedRule {
    let compiled: CompiledRule
    private let direction: Direction
    private let random: RandomStream
    private let phase: Phase?
    private let excluded: [Phase]
    private var loss: LossProcess?
    /// The session's age when it was armed, for rules that count their time from there.
    private let origin: Duration
    private var seen = 0
    private var fired = 0

    init(
        _ compiled: CompiledRule, _ direction: Direction, of session: SessionIdentity, _ phases: [Phase],
        at age: Duration = .zero
    ) {
        self.compiled = compiled
        origin = compiled.group == nil ? .zero : age
        self.direction = direction
        phase = phases.first { $0.name == compiled.rule.when.phase }
        excluded = phases.filter { compiled.rule.when.notInPhases.contains($0.name) }
        random = session.random.named(direction == .toServer ? "toServer" : "toClient").named(
            compiled.identity)
        if let model = compiled.rule.when.loss {
            loss = LossProcess(model, random.named("loss"), at: Self.beginning)
        }
    }

    var when: When { compiled.rule.when }

    /// The session's beginning on the clock of its loss model.
    private static let beginning = Moment(microseconds: 0)

    /// Whether it will never fire again.
    var isSpent: Bool {
        if let limit = when.limit, fired >= limit { return true }
        return when.occasion.isOver(after: seen)
    }

    /// What headers say of it. The candidates that it skips are counted beforehand.
    mutating func glance(isReplay: Bool) -> Glance {
        var skips = 0
        if !isReplay, isDecidedByCounting {
            skips = when.occasion.skips(after: seen)
            seen += skips
        }
        return Glance(compiled, skips: skips, isSpent: isSpent && !isReplay)
    }

    /// Takes back what was counted beforehand and did not come.
    mutating func unskip(_ glance: Glance) { seen -= glance.skips }

    /// Whether only its candidates' number decides, as long as that does not match.
    private var isDecidedByCounting: Bool {
        switch when.test {
        case nil, .size:
            isAboutFrames && when.after == nil && when.until == nil && when.phase == nil
                && when.notInPhases.isEmpty
        default: false
        }
    }

    private var isAboutFrames: Bool { if case .units = when.subject { true } else { false } }

    /// Whether it fires for something for which its test holds: the faults' stream of draws if it does.
    mutating func fires(
        at age: Duration, _ occasion: RuleFiring.Occasion, _ session: SessionIdentity, _ replay: Replay?
    ) -> RandomStream? {
        if let replay {
            return replay.dice(compiled.identity, direction, occasion, of: session).map(
                RandomStream.init(state:))
        }
        guard isInTime(age), !isSpent else { return nil }
        seen += 1
        guard when.occasion.includes(seen) else { return nil }
        var dice = random.named(UInt64(seen))
        if let probability = when.probability, !dice.chance(probability) { return nil }
        if loss?.losesNext(at: Self.beginning + age) == false { return nil }
        fired += 1
        return dice
    }

    /// Not before this age.
    var after: Duration? { when.after.map { origin + $0 } }
    /// Not at this age, or later.
    var until: Duration? { when.until.map { origin + $0 } }

    private func isInTime(_ age: Duration) -> Bool {
        if let after, age < after { return false }
        if let until, age >= until { return false }
        if excluded.contains(where: { $0.isOn(at: age) }) { return false }
        return when.phase == nil || phase?.isOn(at: age) == true
    }
}
