public import Observer
public import Relay
public import Scenarios

/// The relay of a playbook: what it noted, and its time.
public struct RelayPlayer {
    private let stage: Stage

    init(_ stage: Stage) { self.stage = stage }

    /// Time passes.
    public func waits(_ time: Duration) { stage.wait(time) }

    /// Other rules are in force from now on, or none.
    public func plays(_ rules: RuleSet?) { stage.happens(.plays(rules)) }

    /// It reads nothing until it `goesOn`.
    public func pauses() { stage.pause(true) }

    /// It reads again.
    public func goesOn() { stage.pause(false) }

    /// A rule is done once.
    public func fires(_ rule: Rule) { stage.fire(rule) }

    /// The proxy stops.
    public func shutsDown() { stage.happens(.shutDown) }

    /// It noted this, at any time.
    public func noted(_ evidence: Evidence, line: UInt = #line) {
        if !stage.evidence.contains(evidence) { stage.complain("the relay did not note \(evidence)", line) }
    }

    /// All that it noted.
    public var evidence: [Evidence] { stage.evidence }

    /// It reads this leg, or does not.
    public func reads(_ leg: Leg, _ isReading: Bool = true, line: UInt = #line) {
        guard stage.isReading(leg) != isReading else { return }
        stage.complain("the relay \(isReading ? "does not read" : "reads") the \(leg)", line)
    }

    /// Bytes that it keeps for a leg.
    public func waiting(for leg: Leg) -> Int { stage.waiting(for: leg) }

    /// The session is over, or is not yet.
    public func isOver(_ isOver: Bool = true, line: UInt = #line) {
        guard stage.isOver != isOver else { return }
        stage.complain(isOver ? "the session is not over" : "the session is over", line)
    }

    /// Frames and messages that came from a leg.
    public func counted(frames: UInt64, messages: UInt64, from leg: Leg, line: UInt = #line) {
        let counted = stage.counts(from: leg)
        guard counted != (frames, messages) else { return }
        stage.complain("from the \(leg) came \(counted.0) frames and \(counted.1) messages", line)
    }
}
