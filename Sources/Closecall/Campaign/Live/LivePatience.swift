/// How long a peer may take, by how long it took for what it does at its best.
public struct LivePatience: Hashable, Sendable {
    /// Before a ping asks whether anything is still to come.
    public var settling: Duration
    /// For what is still to come after that ping's pong.
    public var afterPong: Duration
    /// Before a peer that does nothing counts as hung, and for the handshake.
    public var reaction: Duration
    /// For the peer's end of TCP, after ours.
    public var end: Duration

    /// For a peer that takes so long for a handshake, an echo and a Close.
    public init(latency: Duration) {
        func scaled(_ factor: Int, atLeast least: Duration) -> Duration {
            min(max(latency * factor, least), .seconds(10))
        }
        settling = scaled(5, atLeast: .milliseconds(20))
        afterPong = scaled(20, atLeast: .milliseconds(250))
        reaction = scaled(50, atLeast: .seconds(1))
        end = scaled(100, atLeast: .seconds(2))
    }

    /// Everything so many times longer: for who wants to be sure.
    public func times(_ factor: Int) -> LivePatience {
        var longer = self
        longer.settling *= factor
        longer.afterPong *= factor
        longer.reaction *= factor
        longer.end *= factor
        return longer
    }
}
