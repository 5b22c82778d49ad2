/// Ends what we say on a connection, and goes on listening.
public struct Finish: Fault {
    /// Whose connection.
    public var leg = LegChoice.both
    /// How much later.
    public var after = Duration.zero

    /// Both, at once.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "fin", .connection, "Sends a FIN, and goes on reading: a half-closed connection.",
        details: """
            Everything that was sent before arrives, then the end of the stream; with `leg` on one side only. What \
            that peer still sends is read and passed on, until it ends its own half: this is TCP's half-close. \
            WebSocket has no such state, so a peer that reads the end without a Close before it has to fail the \
            connection, though some go on writing into it.
            """,
        clause: "RFC 6455 §7.1.5",
        clients: "Chromium, Firefox and Node report 1006, not clean, at once and without an error event.",
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do:
                - fin: client
            """,
        parameters: [
            Parameter("leg", \.leg, "whose connection"),
            Parameter("after", \.after, "how much later"),
        ])

    /// Puts the end behind all that leaves.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.appendEnd(PlannedEnd(.finish, leg), after: after)
    }
}

extension Fault where Self == Finish {
    /// `fin` with its defaults.
    public static var fin: Finish { Finish() }
}
