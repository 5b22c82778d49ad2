/// What an endpoint wants done, in this order: bytes to be written, events to be told, commands to be performed.
public struct EndpointOutput: Sendable {
    /// To the peer, in one piece.
    public var bytes: [UInt8] = []
    /// To whoever uses the endpoint.
    public var events: [EndpointEvent] = []
    /// To whoever drives it.
    public var commands: [EndpointCommand] = []

    /// Nothing.
    public init() {}

    /// Whether there is nothing to do.
    public var isEmpty: Bool { bytes.isEmpty && events.isEmpty && commands.isEmpty }
}

/// What an endpoint asks of its transport and its timers, and how it tells of the end.
public enum EndpointCommand: Hashable, Sendable {
    /// Call `timerFired` after so long.
    case arm(ClosingHandshake.Timer, after: Duration)
    /// Do not call it any more.
    case cancel(ClosingHandshake.Timer)
    /// End our half of the transport behind all that was written, and go on reading.
    case finish
    /// Drop the transport at once.
    case abort
    /// An `error` event; the close event follows.
    case dispatchError
    /// The end, once and last. The transport may have a little left to do.
    case dispatchClose(CloseEvent)
}
