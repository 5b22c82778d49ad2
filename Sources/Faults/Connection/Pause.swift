/// Waits before what the next fault does.
public struct Pause: Fault {
    /// How long.
    public var time = Duration.seconds(1)

    /// A second.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "pause", .connection, "Waits, between two faults of a list, or before what follows.",
        details: """
            What leaves behind it in the same direction leaves so much later; what the rule matched and the faults \
            before it made is not held up. The other direction goes on. So a list can tell a story: half a message, \
            a second of silence, an RST. To hold up the message itself use `delay`.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do:
                - pause: 500ms
                - reset
            """,
        parameters: [Parameter("time", \.time, "how long", isRequired: true)])

    /// Puts it behind all that leaves.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.items.append(.pause(time))
    }
}

extension Fault where Self == Pause {
    /// `pause` with its defaults.
    public static var pause: Pause { Pause() }
}
