/// Resets connections.
public struct ResetConnection: Fault {
    /// Whose connection.
    public var leg = LegChoice.both
    /// Whether what was sent goes first.
    public var flush = true
    /// How much later.
    public var after = Duration.zero

    /// Both, at once, behind what was sent.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "reset", .connection, "Sends an RST, on a living connection, with data in flight or not.",
        details: """
            The peer gets a TCP reset, never a FIN: its reads and writes fail with ECONNRESET. What was sent before is \
            delivered first where that takes no longer than a moment; with `flush: false` it is thrown away, as far \
            as it has not left yet. A peer that has not read what it received loses that too. This is a process that \
            dies with unread data, or a firewall that has had enough.
            """,
        clause: "RFC 6455 §7.1.5",
        clients:
            "Chromium, Firefox and Node report 1006, not clean; Firefox alone fires an error event first.",
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do: reset
            """,
        parameters: [
            Parameter("leg", \.leg, "whose connection"),
            Parameter("flush", \.flush, "whether what was sent before is delivered first"),
            Parameter("after", \.after, "how much later"),
        ])

    /// Puts the end behind all that leaves.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.appendEnd(PlannedEnd(flush ? .reset : .abort, leg), after: after)
    }
}

extension Fault where Self == ResetConnection {
    /// `reset` with its defaults.
    public static var reset: ResetConnection { ResetConnection() }
}
