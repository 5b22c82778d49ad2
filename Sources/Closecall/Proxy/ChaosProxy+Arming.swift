/// What is broken on purpose, changed while sessions run. Each of these returns when every session has taken it in: the
/// next byte that anybody sends meets it.
extension ChaosProxy {
    /// Plays another scenario from the next session on, or none.
    public func play(_ scenario: ScenarioSetup?) { shared.play(scenario) }

    /// Plays another scenario, or none, from the next session on or at once.
    ///
    /// In a running session a rule that says the same as before, under the same name, goes on as it stands; others end,
    /// and new ones begin.
    public func play(_ scenario: ScenarioSetup?, inRunningSessions: Bool) async {
        shared.play(scenario)
        if inRunningSessions { await everywhere { $0.catchUp(withScenario: true) } }
    }

    /// Arms rules behind those armed before, or in the place of those of the same name.
    public func arm(_ armament: Armament) async {
        shared.tell { .armed(armament, at: $0) }
        _ = shared.repertoire.rearm { $0.arming(armament) }
        await everywhere { $0.catchUp() }
    }

    /// Ends what is armed under a name, at once: what it held back leaves, and nothing is lost. False if there is no
    /// such name.
    @discardableResult
    public func disarm(_ name: String) async -> Bool {
        guard shared.repertoire.rearm({ $0.disarming(name) }) else { return false }
        await everywhere { $0.catchUp() }
        shared.tell { .disarmed(name, at: $0) }
        return true
    }

    /// Ends all that is armed.
    public func disarmAll() async {
        let names = armed.map(\.name)
        _ = shared.repertoire.rearm { $0.disarmingAll() }
        await everywhere { $0.catchUp() }
        for name in names { shared.tell { .disarmed(name, at: $0) } }
    }

    /// What is armed, in order.
    public var armed: [Armament] { shared.repertoire.current.armoury.armaments }

    /// Does something on each loop.
    func everywhere(_ body: @escaping @Sendable (ProxyWorker) -> Void) async {
        for worker in workers { await worker.ask(body) }
    }
}
