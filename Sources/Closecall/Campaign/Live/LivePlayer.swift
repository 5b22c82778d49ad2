internal import Reactor
internal import WebSocketWire

/// Plays inputs to a peer, each on a connection of its own.
protocol LivePlayer: AnyObject {
    /// Makes sure that nobody else's machine is tested.
    func check(ownsHost: Bool) async throws(LiveProblem)
    /// Plays one.
    func play(_ input: LiveInput, _ patience: LivePatience) async -> LiveObservation
    /// How the peer's process has ended since this was asked last, where that was its death and no end of its own.
    func death() -> String?
    /// Ends everything. Nothing can be played any more.
    func stop()
}
