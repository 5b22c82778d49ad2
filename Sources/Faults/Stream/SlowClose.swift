public import Observer

/// Keeps the end of a connection from the other side for a while.
public struct SlowClose: LastingFault {
    /// How long.
    public var by = Duration.seconds(1)

    /// By a second.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "slow-close", .stream, "Passes on the end of a connection later than it came.",
        details: """
            Bytes pass as they come, and so do Close frames. When a peer ends TCP, the other side hears of it only \
            so much later, and until then believes that the connection lives: it may write, and what it writes is \
            read by nobody. After a closing handshake this is a server that is slow to close TCP: the client's \
            WebSocket stays in CLOSING until the end comes, or until its own patience ends.
            """,
        clause: "RFC 6455 §7.1.1",
        clients: """
            After a clean closing handshake Chromium waits 2 s for the end of TCP and then reports it clean all the \
            same; Firefox does not wait; Node waits as long as it takes.
            """,
        example: """
            - when: { direction: toClient }
              do:
                - slow-close: 3s
            """,
        parameters: [Parameter("by", \.by, "how much later", isRequired: true)])

    /// Delays what is no byte.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { SlowCloseEffect(delay: by) }
}

struct SlowCloseEffect: StreamEffect {
    let delay: Duration

    mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment { count == 0 && startsUnit ? ready + delay : ready }
}

extension Fault where Self == SlowClose {
    /// `slow-close` with its defaults.
    public static var slowClose: SlowClose { SlowClose() }
}
