internal import Observer
internal import WebSocketWire

/// Changes a message as a fuzzer would.
public struct Mutate: Fault {
    /// How many changes.
    public var strength = 1

    /// One that makes one change.
    public init() {}

    /// What is said about it.
    public static let about = About<Mutate>(
        "mutate", .frame, "Changes a message's frames at random, as a fuzzer would that knows WebSocket.",
        details: """
            `strength` changes are made one after the other, each drawn from all there are: header bits, \
            opcode, mask, key and length; payload bytes, invalid UTF-8, Close codes, sizes; frames doubled, \
            taken out, swapped, cut, joined, and others put in. What leaves may be legal, and mostly is not; \
            every way of breaking the framing can come up. The same seed makes the same changes. It is the \
            mutator that Closecall's own fuzzers use: run it for an hour against a server of yours.
            """,
        clause: "RFC 6455 §5",
        example: """
            - when: { direction: toServer, kind: message, probability: 5% }
              do:
                - mutate: { strength: 3 }
            """,
        parameters: [
            Parameter("strength", \.strength, in: 1...100, "how many changes are made, one after the other")
        ])

    /// Mutates what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let frames = plan.subject
        guard !frames.isEmpty else { return }
        let sender: EndpointRole = plan.direction.source == .client ? .client : .server
        plan.damage(into: FrameMutator(sender: sender, strength: strength).mutate(frames, &random))
    }
}

extension Fault where Self == Mutate {
    /// `mutate` with its defaults.
    public static var mutate: Mutate { Mutate() }
}
