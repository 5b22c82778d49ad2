internal import Closecall
internal import Scenarios

/// A scenario that is at work in a proxy.
struct ArmedScenario: Sendable {
    /// How it stands there.
    enum Place: Sendable {
        /// Played, as with `--scenario`: all of it, and no other one. With a seed in the place of its own.
        case played(seed: UInt64?)
        /// Its rules beside whatever is played, in such a share of the sessions.
        case beside(toxicity: Double)
    }

    let name: String
    let scenario: Scenario
    let place: Place

    /// The name of its rules beside others. Toxics have names of their own.
    var armament: String { "scenario \(name)" }

    var isPlayed: Bool { if case .played = place { true } else { false } }

    func json(on proxy: String) -> JSONValue {
        var (seed, toxicity): (JSONValue, JSONValue) = (.null, .decimal(1))
        switch place {
        case .played(let own): seed = .text("\(own ?? scenario.seed)")
        case .beside(let share): toxicity = .decimal(share)
        }
        return .record([
            "scenario": .text(name), "proxy": .text(proxy), "beside": .flag(!isPlayed), "seed": seed,
            "toxicity": toxicity,
        ])
    }
}
