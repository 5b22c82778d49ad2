internal import Relay
internal import Scenarios

extension ProxyWorker {
    /// The sessions by number: what is done to several is done in that order.
    private var inOrder: [SessionDriver] { sessions.values.sorted { $0.number < $1.number } }

    /// Lets every session play what is in force.
    ///
    /// - Parameter withScenario: whether each leaves the scenario that it began with.
    func catchUp(withScenario: Bool = false) {
        let current = shared.repertoire.current
        for session in inOrder + parked {
            session.play(
                withScenario ? current : session.programme.scenario.programme(with: current.armoury))
        }
    }

    /// Does what a rule says, now; answers in how many sessions.
    func fire(_ rule: Rule, in choice: SessionChoice) -> Int {
        let chosen =
            switch choice {
            case .all: inOrder
            case .current: Array(inOrder.suffix(1))
            case .number(let number): sessions[number].map { [$0] } ?? []
            }
        for session in chosen { session.fire(rule) }
        return chosen.count
    }

    func has(_ number: Int) -> Bool {
        sessions[number] != nil || parked.contains { $0.number == number }
    }

    /// Ends a session in order; false if it is not here.
    func end(_ number: Int) -> Bool {
        guard let session = sessions[number] else { return false }
        session.end()
        return true
    }

    func pause() {
        guard !isPaused else { return }
        setPaused(true)
        for session in sessions.values { session.hold() }
    }

    func resume() {
        guard isPaused else { return }
        setPaused(false)
        for session in inOrder { session.letGo() }
    }
}
