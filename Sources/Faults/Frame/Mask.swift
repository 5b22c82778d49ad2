internal import Observer

/// Masks wrongly.
public struct Mask: Fault {
    /// How.
    public var mode = MaskMode.forbidden

    /// One that does what the direction forbids.
    public init() {}

    /// What is said about it.
    public static let about = About<Mask>(
        "mask", .frame, "Masks what must not be masked, or the other way round, or with the wrong key.",
        details: """
            Clients mask what they send, and servers do not; each has to fail the connection when the other \
            gets it wrong. The mask bit, the key and the payload's bytes are changed, its length and meaning \
            are not; but with `wrong-key` the payload is masked by another key than the header names, so \
            that it becomes noise. A zero key is legal, and shows the payload to everybody who watches.
            """,
        clause: "RFC 6455 §5.1",
        clients: """
            Masked frames from a server: Chromium (which sends a Close with 1002) and node end with 1006, \
            not clean, and an error event; Firefox takes and delivers them.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 2 }
              do:
                - mask: masked
            """,
        parameters: [Parameter("mode", \.mode, "what is wrong about the mask")])

    /// Masks what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let sender = plan.direction.source
        if mode == .wrongKey {
            plan.damageEach { [mode.masked($0, by: sender, &random)] }
        } else {
            plan.editFrames { $0 = mode.masked($0, by: sender, &random) }
        }
    }
}

extension Fault where Self == Mask {
    /// `mask` with its defaults.
    public static var mask: Mask { Mask() }
}
