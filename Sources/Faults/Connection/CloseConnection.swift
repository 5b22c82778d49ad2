/// Closes connections without a word.
public struct CloseConnection: Fault {
    /// Whose connection.
    public var leg = LegChoice.both
    /// How much later.
    public var after = Duration.zero

    /// Both, at once.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "close", .connection, "Closes TCP without a closing handshake.",
        details: """
            Everything that was sent before arrives, then a FIN, and soon after that the connection is gone: what the \
            peer still sends is answered with an RST. No Close frame is sent; this is a server whose process ends. \
            A Close frame is a fault of the closing handshake: see `early-close`.
            """,
        clause: "RFC 6455 §7.1.5",
        clients: "Chromium, Firefox and Node report 1006, not clean, without an error event.",
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do:
                - close: { leg: client, after: 100ms }
            """,
        parameters: [
            Parameter("leg", \.leg, "whose connection"),
            Parameter("after", \.after, "how much later"),
        ])

    /// Puts the end behind all that leaves.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.appendEnd(PlannedEnd(.close, leg), after: after)
    }
}

extension Fault where Self == CloseConnection {
    /// `close` with its defaults.
    public static var close: CloseConnection { CloseConnection() }
}
