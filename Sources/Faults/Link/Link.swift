public import Observer

/// Lets the bytes go over another link from here on: 3G, a train, a satellite.
public struct Link: LastingFault {
    /// The link.
    public var link = LinkPair()

    /// A link that changes nothing.
    public init() {}

    /// All that is said about it.
    public static let about = About<Self>(
        "link", .stream, "Lets the bytes go over another link: slower, later, with losses.",
        details: """
            From here on, the bytes of the rule's directions take the link's time: its rate, its queue and its delay. \
            No byte is missing or out of order, because TCP hides losses; a lost segment comes with the delay of its \
            retransmission, and everything behind it waits. When 15 retransmissions in a row are lost, nothing \
            arrives any more. In a phase the link lasts as long as the phase, so that LTE can become Edge, and Edge a \
            tunnel.
            """,
        clients: "They see late messages in clumps; their ping timers, if they have any, tell the rest.",
        example: """
            - when: { kind: text, nth: 1 }
              do: { link: apple/edge }
            """,
        parameters: [
            Parameter("link", \.link, "a preset or a model, of each direction or of both", isRequired: true)
        ])

    /// The link's direction.
    public func effect(
        on direction: Direction, _ random: RandomStream, at now: Moment
    ) -> (any StreamEffect)? {
        link.effect(on: direction, random, at: now)
    }
}

extension Fault where Self == Link {
    /// `link` with its defaults.
    public static var link: Link { Link() }
}
