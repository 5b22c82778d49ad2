internal import Observer
internal import Scenarios

/// What clients of other kinds would have reported in the embedded client's place.
///
/// They are not here: a profile tells what an API reports of a connection that went as the embedded client's did.
struct ProfileCheck {
    private let subject: String
    private let embedded: SideOutcome
    private let ending: Ending?
    private let run: RunOutcome

    /// - Parameter ending: of the session that the proxy relayed for this client; nil if there was none.
    init(_ subject: String, _ embedded: SideOutcome, _ ending: Ending?, _ run: RunOutcome) {
        self.subject = subject
        self.embedded = embedded
        self.ending = ending
        self.run = run
    }

    func mismatches(_ expected: [(name: String, expectation: SideExpectation)]) -> [Mismatch] {
        expected.flatMap { name, expectation in
            verdict(under: name).map { verdict in
                SideCheck("\(subject) (\(name))", outcome(of: verdict), run).mismatches(expectation)
            } ?? []
        }
    }

    /// Nil where that client would have gone on, when the embedded one gave up.
    func verdict(under name: String) -> Verdict? {
        guard let profile = EndpointProfile.Name(rawValue: name), let ending else { return nil }
        return EndpointProfile.named(profile)
            .verdict(inPlaceOf: ending.clientSide, objected: embedded.story != nil)
    }

    /// What is the same for every client, the messages and the times, is the embedded client's.
    private func outcome(of verdict: Verdict) -> SideOutcome {
        var outcome = embedded
        outcome.event = verdict.event
        outcome.error = verdict.error
        outcome.openedAt = verdict.opened ? embedded.openedAt ?? .zero : nil
        outcome.state = verdict.opened ? .open : .connecting
        if verdict.event != nil { outcome.state = .closed }
        return outcome
    }
}
