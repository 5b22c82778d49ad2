/// Holds a Close back for a time.
public struct DelayClose: Fault {
    /// How long.
    public var by: Duration = .seconds(1)

    /// For a second.
    public init() {}

    /// Holds a Close back.
    public static let about = About<Self>(
        "delay-close", .closing, "Holds a Close back for a time.",
        details: """
            What was sent before the Close leaves at once; the Close, and what follows it in its direction, waits \
            that long. The other direction flows on, so the side that closed still gets messages, which an API no \
            longer delivers. Shows whether a program minds that closing takes time, and which timeout wins.
            """,
        clause: "RFC 6455 §7.1.2",
        clients: """
            An answer 15 s after close() still counts in Chromium, Firefox and node; Python websockets and aiohttp \
            gave up after 10 s with 1006.
            """,
        example: """
            - when: { direction: toClient, kind: close }
              do:
                delay-close: 250ms
            """,
        parameters: [Parameter("by", \.by, "how long it waits")])

    /// Lets it wait.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard plan.isAboutClose else { return }
        plan.insertBefore([.pause(by)])
    }
}

extension Fault where Self == DelayClose {
    /// `delay-close` with its defaults.
    public static var delayClose: DelayClose { DelayClose() }
}
