internal import Observer
internal import Relay

/// What everything simulated shares: the time, the dice, the network, and who looks on.
final class World {
    var timeline = Timeline<Event>()
    var random: SeededGenerator
    let network: NetworkTraits
    var journal: Journal

    init(_ network: NetworkTraits, random: SeededGenerator, keepsText: Bool) {
        self.network = network
        self.random = random
        journal = Journal(keepsText: keepsText)
    }

    var now: Moment { timeline.moment }

    /// Dice that cost nothing where nothing is left to them.
    func chance(_ percent: Int) -> Bool { percent > 0 && random.percent(percent) }

    func latency() -> Int { network.longestLatency == 0 ? 0 : random.below(network.longestLatency + 1) }

    func complain(_ complaint: @autoclosure () -> String) {
        journal.complain(complaint(), at: now)
    }

    /// What a leg's two ends hear of.
    enum Event {
        /// Something of the relay's reaches the peer.
        case arrivesAtPeer(Leg)
        /// Something of the peer's reaches the relay.
        case arrivesAtRelay(Leg)
        /// The relay's loop finds the leg readable.
        case readable(Leg)
        /// The relay's loop finds the leg writable.
        case writable(Leg)
        /// The peer's pause is over.
        case peerGoesOn(Leg)
        /// The peer's kernel has room again.
        case peerCanWrite(Leg)
        /// A slow reader reads.
        case peerReads(Leg)
        /// The peer has lived long enough.
        case peerDies(Leg)
        /// The relay has waited long enough to close a leg, or to reset it.
        case closesAtLast(Leg)
        /// A leg that broke while it was paused has been waited for long enough.
        case breaksAtLast(Leg)
        case resetsAtLast(Leg)
        /// There is a way to the server, or none.
        case connected
        case unreachable(isTimeout: Bool)
        /// The session asked to be woken.
        case wake(Moment)
        case shutDown
        /// Other rules come into force.
        case plays(RuleSet?)
    }
}
