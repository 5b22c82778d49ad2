internal import Simulator

/// Plays a whole session between two simulated peers under a virtual clock: what they say, how it is cut, what a
/// scenario does to it and how it ends is the input's.
///
/// Without a scenario, or with one that never fires, every byte comes out as it went in. Whatever the scenario: what
/// the session holds is bounded, it ends once and nothing comes after that, what it says of itself agrees, it does
/// not ask for ever to be woken at once, and the same input does the same.
public func fuzzSession(_ input: Span<UInt8>) {
    let input = SessionInput(reading: input)
    let session = PlannedSession(input)
    let outcome = Simulation.play(session.plan, seed: UInt64(input.seed))
    if let complaint = outcome.complaint { preconditionFailure(complaint) }
    guard input.switches.contains(.twice) else { return }
    let again = Simulation.play(PlannedSession(input).plan, seed: UInt64(input.seed))
    precondition(again.digest == outcome.digest, "played twice, the same input did something else")
}
