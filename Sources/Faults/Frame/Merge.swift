/// Joins a message's fragments.
public struct Merge: Fault {
    /// One that joins them all.
    public init() {}

    /// What is said about it.
    public static let about = About<Merge>(
        "merge", .frame, "Joins a message's fragments into one frame.",
        details: """
            The payloads leave one behind the other in a single frame with the first one's opcode, RSV1 and \
            masking key, and the last one's FIN; control frames between them leave behind it. It is legal, \
            and proxies do it: who counts on the fragments that the other side made, or on a ping before the \
            end, finds out. A message in one frame stays as it is.
            """,
        clause: "RFC 6455 §5.4",
        example: """
            - when: { direction: toClient, kind: message }
              do: merge
            """)

    /// Joins what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let frames = plan.subject
        guard frames.count > 1, let whole = frames.merged else { return }
        plan.replaceSubject(with: [.frame(whole)])
    }
}

extension Fault where Self == Merge {
    /// `merge` with its defaults.
    public static var merge: Merge { Merge() }
}
