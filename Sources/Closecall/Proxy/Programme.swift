internal import Reactor
internal import Relay
internal import Scenarios

/// What sessions play: a scenario, and what is armed beside it.
final class Programme: Sendable {
    let scenario: ScenarioInForce
    let armoury: Armoury
    /// Of sessions that begin with it.
    let options: SharedRelayOptions
    /// Nil for nothing at all.
    let rules: RuleSet?

    init(_ scenario: ScenarioInForce, _ armoury: Armoury) {
        (self.scenario, self.armoury) = (scenario, armoury)
        if armoury.groups.isEmpty {
            (options, rules) = (scenario.options, scenario.rules)
            return
        }
        let armed = scenario.base.arming(armoury.groups)
        var options = scenario.relay
        options.rules = armed
        (self.options, rules) = (SharedRelayOptions(options), armed)
    }
}

/// What a proxy's sessions play, and played.
final class Repertoire: Sendable {
    private struct State {
        var current: Programme
        var names: [String] = []
        var known: Set<String> = []
    }

    private let relay: RelayOptions
    private let state: Locked<State>
    /// So many names of rules are remembered.
    static let mostNames = 4096

    init(_ relay: RelayOptions, _ setup: ScenarioSetup?) {
        self.relay = relay
        let first = Programme(ScenarioInForce(relay, setup, generation: 0), Armoury())
        state = Locked(State(current: first))
        state.withLock { Self.remember(first, in: &$0) }
    }

    /// What new sessions play.
    var current: Programme { state.withLock { $0.current } }

    /// The names of all rules that were in force, the first ones first.
    var ruleNames: [String] { state.withLock { $0.names } }

    /// Another scenario comes into force.
    func play(_ setup: ScenarioSetup?) {
        state.withLock { state in
            let scenario = ScenarioInForce(relay, setup, after: state.current.scenario)
            state.current = scenario.programme(with: state.current.armoury)
            Self.remember(state.current, in: &state)
        }
    }

    /// Something else is armed, if `change` says so.
    func rearm(_ change: (Armoury) -> Armoury?) -> Bool {
        state.withLock { state in
            guard let armoury = change(state.current.armoury) else { return false }
            state.current = state.current.scenario.programme(with: armoury)
            Self.remember(state.current, in: &state)
            return true
        }
    }

    private static func remember(_ programme: Programme, in state: inout State) {
        for rule in programme.rules?.rules ?? []
        where state.names.count < mostNames && state.known.insert(rule.name).inserted {
            state.names.append(rule.name)
        }
    }
}
