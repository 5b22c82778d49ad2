public import Observer

/// Holds the stream up.
public struct Stall: LastingFault {
    /// How long.
    public var time: Duration?

    /// For ever.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "stall", .stream, "Holds everything up, for a time or for ever; nothing is lost.",
        details: """
            Nothing leaves any more: no byte, and no end either, as when a cable is pulled or a train is in a tunnel. \
            Both connections stay open, and what comes is kept. When the time is over, all of it leaves at once. \
            When much has piled up, the sender is read from no more, and finds its own buffers full. An application \
            without heartbeats will wait for ever; one with them shows how soon it gives up. A rule about one \
            direction stalls that one only.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do:
                - stall: 5s
            """,
        parameters: [Parameter("for", \.time, "how long it lasts; for ever if not given")])

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// Lets nothing leave.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { StallEffect() }
}

struct StallEffect: StreamEffect {
    mutating func departure(
        of count: Int, at offset: UInt64, ready: Moment, startsUnit: Bool
    ) -> Moment { .never }
}

extension Fault where Self == Stall {
    /// `stall` with its defaults.
    public static var stall: Stall { Stall() }
}
