/// Takes a message out.
public struct Drop: Fault {
    /// One that drops.
    public init() {}

    /// What is said about it.
    public static let about = About<Drop>(
        "drop", .frame, "Takes a message or a frame out; all others go on as if it had never been sent.",
        details: """
            None of the frames that the rule is about leave. TCP never loses a message, so a client that \
            waits for one waits for ever: drop one to see whether the application notices. Later compressed \
            messages are compressed anew where they need be, so that they can still be read. Of a message in \
            fragments, `kind: message` takes all; a rule about frames takes one, and leaves a hole.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do: drop
            """)

    /// Takes out what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.removeMessage()
    }
}

extension Fault where Self == Drop {
    /// `drop` with its defaults.
    public static var drop: Drop { Drop() }
}
