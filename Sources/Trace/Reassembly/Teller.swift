/// Tells the listener, and keeps what is counted over all connections.
final class Teller {
    let listener: any StreamListener
    let limits: ReassemblyLimits
    var tally = TraceTally()
    /// The memory of all bytes that wait for others.
    var waiting = 0

    init(_ listener: any StreamListener, limits: ReassemblyLimits) {
        self.listener = listener
        self.limits = limits
    }

    /// Whether a half in which so much waits has to give some up.
    func isFull(_ waitingInHalf: Int) -> Bool {
        waitingInHalf > limits.waitingPerSide || waiting > limits.waitingInAll
    }
}
