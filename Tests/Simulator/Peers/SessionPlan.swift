package import Observer
package import Relay

/// One session to be simulated: who does what, on what network, and what is to come of it.
package struct SessionPlan {
    /// What becomes of the way to the server, after so many microseconds.
    package enum Dial: Hashable {
        case connects(after: Int)
        case fails(after: Int, isTimeout: Bool)
    }

    package var options = RelayOptions()
    package var network = NetworkTraits.calm
    package var client = PeerPlan()
    package var server = PeerPlan()
    /// The client's bytes as the server is to get them: the same, but for requests that are rewritten.
    package var expectedAtServer: [UInt8] = []
    package var dial = Dial.connects(after: 0)
    package var shutDownAt: Int?
    /// When, in microseconds, peers that are still there break off.
    package var lifetime = 3_600_000_000
    /// Whether everything arrives and both legs end orderly.
    package var isFaultless = true
    /// Whether a scenario may do anything to the bytes.
    package var isWild = false
    /// Whether peers may get what nobody can foretell, such as requests that are rewritten.
    package var takesAnything = false
    /// As whose client it is asked how it ended: to ask as all of them is a third of what a small session takes.
    package var profiles = EndpointProfile.Name.allCases
    /// When other rules come into force, in microseconds; it begins with none then.
    package var changes: [(after: Int, rules: RuleSet?)] = []
    /// How much one firing of a rule may invent.
    package var bytesPerFiring = 1 << 20
    /// After so many events the session is ended: what a fuzzer thinks up may go on for virtual years.
    package var mostEvents: Int?

    /// A calm network, and nobody who says anything.
    package init() {}

    /// Whether a message comes in several frames.
    package var hasFragments: Bool { (client.frames + server.frames).contains(where: \.isFragment) }

    /// Puts rules into it that are asked about everything and never fire. No peer may wait for a part of a message.
    package mutating func setIdleRules() { options.rules = SimulatedRules.idleSet }
}
