internal import Faults
internal import Observer
internal import Scenarios

/// A rule that fires at its time, in one direction of a session.
struct TimedRule {
    var armed: ArmedRule
    let direction: Direction
    private let phase: Phase?
    /// What does not last is done once, not once for each direction.
    let isFirst: Bool
    private(set) var count: UInt64 = 0
    /// When it fires next, as the session's age; nil when it does no more.
    private(set) var due: Duration?
    /// When what lasts of it is over.
    private(set) var end: Duration?

    init(
        _ armed: ArmedRule, _ direction: Direction, _ phase: Phase?, isFirst: Bool, at age: Duration = .zero
    ) {
        self.armed = armed
        self.direction = direction
        self.phase = phase
        self.isFirst = isFirst
        schedule(from: age)
    }

    /// It fires now: the next time is found.
    mutating func advance() {
        count += 1
        guard let now = due else { return }
        guard let phase, phase.every != nil, let over = end else { return due = nil }
        schedule(from: max(over, now))
    }

    private mutating func schedule(from age: Duration) {
        let after = armed.after ?? .zero
        guard armed.when.phase != nil else {
            due = max(after, age)
            end = armed.until
            return
        }
        guard let stretch = phase?.stretch(at: max(age, after)) else { return due = nil }
        due = max(stretch.begin, after, age)
        end = [stretch.end, armed.until].compactMap { $0 }.min()
        if let until = armed.until, let start = due, start >= until { due = nil }
    }
}
