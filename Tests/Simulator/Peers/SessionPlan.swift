internal import Relay

/// One session to be simulated: who does what, on what network, and what is to come of it.
struct SessionPlan {
    enum Dial: Hashable {
        case connects(after: Int)
        case fails(after: Int, isTimeout: Bool)
    }

    var options = RelayOptions()
    var network = NetworkTraits.calm
    var client = PeerPlan()
    var server = PeerPlan()
    /// The client's bytes as the server is to get them: the same, but for requests that are rewritten.
    var expectedAtServer: [UInt8] = []
    var dial = Dial.connects(after: 0)
    var shutDownAt: Int?
    /// When, in microseconds, peers that are still there break off.
    var lifetime = 3_600_000_000
    /// Whether everything arrives and both legs end orderly.
    var isFaultless = true
    /// Whether a scenario may do anything to the bytes.
    var isWild = false

    /// Whether a message comes in several frames.
    var hasFragments: Bool { (client.frames + server.frames).contains(where: \.isFragment) }
}
