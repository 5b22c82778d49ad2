/// How long an endpoint waits for the other while closing.
public struct ClosingLimits: Hashable, Sendable {
    /// For the peer's Close after ours. Clients were measured to wait 3 to 60 seconds.
    public var peerClose: Duration
    /// For the peer to end the transport, after both Closes or after a failure. Chromium's two seconds.
    public var transportEnd: Duration

    /// Ten seconds and two.
    public init(peerClose: Duration = .seconds(10), transportEnd: Duration = .seconds(2)) {
        self.peerClose = peerClose
        self.transportEnd = transportEnd
    }

    /// The limit that goes with a timer.
    public subscript(timer: ClosingHandshake.Timer) -> Duration {
        switch timer {
        case .peerClose: peerClose
        case .transportEnd: transportEnd
        }
    }
}
