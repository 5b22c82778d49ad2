public import Observer

/// What a session wants done, in this order, before anything else is told it.
public enum Action: Hashable, Sendable {
    /// Send on these of the bytes that were just received.
    case forward(Range<Int>, to: Leg)
    /// Send these bytes.
    case write([UInt8], to: Leg)
    /// Read no more from the leg until `resume`.
    case pause(Leg)
    /// Go on reading.
    case resume(Leg)
    /// End our direction of the leg, or all of it.
    case end(Leg, HangUp)
    /// Call `woke` then, and at no other time asked for before; with nil at none.
    case wake(at: Moment?)
    /// Remember it.
    case note(Evidence)
    /// Both legs are gone. Nothing follows.
    case over
}

/// How a leg is ended.
public enum HangUp: Hashable, Sendable {
    /// A FIN behind everything that was sent; reading goes on.
    case finish
    /// The same, but under TLS without a close_notify, as the other side did it.
    case truncate
    /// A FIN behind everything that was sent, and the descriptor closed when the peer has answered with its own
    /// or a moment has passed.
    case close
    /// An RST: behind everything that was sent when it can be delivered soon, else without it.
    case reset
    /// An RST at once: what the kernel has not sent is lost.
    case abort
}
