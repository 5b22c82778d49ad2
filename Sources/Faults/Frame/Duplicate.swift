/// Sends a message more than once.
public struct Duplicate: Fault {
    /// How many more.
    public var times = 1

    /// One that doubles.
    public init() {}

    /// What is said about it.
    public static let about = About<Duplicate>(
        "duplicate", .frame, "Sends a message or a frame again, right behind itself.",
        details: """
            The same frames leave again, byte for byte, masking keys included. Of a compressed message each \
            copy is compressed by itself, so that it can be read. Servers that retry deliver twice: the \
            application should not book twice. Copies stop when they come to 16 MiB in all; the first is \
            always sent.
            """,
        example: """
            - when: { direction: toServer, kind: text, nth: 2 }
              do: duplicate
            """,
        parameters: [Parameter("times", \.times, in: 1...1000, "how many copies are sent")])

    /// Puts copies behind what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let size = plan.content.count
        guard !plan.subject.isEmpty, times > 0 else { return }
        // The first one is sent whatever its size.
        let most = size == 0 ? times : max(1, largestInvention / size)
        let copy = plan.copyOfMessage().map { Plan.Item.frame($0) }
        plan.insertAfter((0..<min(times, most)).flatMap { _ in copy })
    }
}

extension Fault where Self == Duplicate {
    /// `duplicate` with its defaults.
    public static var duplicate: Duplicate { Duplicate() }
}
