/// Makes a message late, and all behind it.
public struct Delay: Fault {
    /// How long.
    public var by = Duration.seconds(1)

    /// One of a second.
    public init() {}

    /// What is said about it.
    public static let about = About<Delay>(
        "delay", .frame, "Keeps a message back for a time, and everything behind it.",
        details: """
            The message leaves so much later, and nothing of its direction overtakes it: the order is kept, \
            as TCP keeps it. What was sent before is not held up. To let others overtake, use `hold`; to \
            slow down a whole direction, use `latency`.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 2 }
              do:
                - delay: 250ms
            """,
        parameters: [Parameter("by", \.by, "how long", isRequired: true)])

    /// Puts a pause before what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.insertBefore([.pause(by)])
    }
}

extension Fault where Self == Delay {
    /// `delay` with its defaults.
    public static var delay: Delay { Delay() }
}
