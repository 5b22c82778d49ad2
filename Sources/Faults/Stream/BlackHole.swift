public import Observer

/// Throws away what comes.
public struct BlackHole: LastingFault {
    /// How long.
    public var time: Duration?
    /// How long it waits for more before it closes the connections.
    public var idle: Duration?

    /// For ever.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "black-hole", .stream, "Throws away every byte, and the end of the connection too.",
        details: """
            TCP stays up on both sides and acknowledges whatever is sent, but nothing arrives: the sender's buffers \
            stay empty, and it believes that all is well. An end is swallowed like the bytes. This is a middlebox \
            that lives on while the peer behind it is gone. With `for`, the bytes after that time pass again, \
            from wherever in a frame the stream then stands: as the ones before are missing, most readers fail on \
            what looks like garbage. With `idle`, both connections are closed when nothing has come for so long. To keep \
            the frames whole use `half-open`; to lose nothing, `stall`.
            """,
        example: """
            - when: { direction: toServer, kind: text, nth: 3 }
              do: black-hole
            """,
        parameters: [
            Parameter("for", \.time, "how long it lasts; for ever if not given"),
            Parameter("idle", \.idle, "how long nothing may come before both connections are closed"),
        ])

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// Both connections are closed when nothing has come for a while.
    public var silence: Silence? { idle.map { Silence(limit: $0, end: PlannedEnd(.close)) } }

    /// Nothing arrives, not even an end.
    public func swallowsEnd(_ direction: Direction) -> Bool { true }

    /// Takes out every byte.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? { BlackHoleEffect() }
}

struct BlackHoleEffect: StreamEffect {
    mutating func pass(_ bytes: inout [UInt8], at offset: UInt64) -> Fate { .vanishes }
}

extension Fault where Self == BlackHole {
    /// `black-hole` with its defaults.
    public static var blackHole: BlackHole { BlackHole() }
}
