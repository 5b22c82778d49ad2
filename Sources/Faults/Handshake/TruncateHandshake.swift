internal import Observer

/// Cuts a head short and ends the connections there.
public struct TruncateHandshake: Fault {
    /// What is left of it.
    public var keep = Extent.share(0.5)
    /// How it ends there.
    public var then = EndChoice.fin
    /// Whose connection ends.
    public var leg = LegChoice.both

    /// The first half, then a FIN.
    public init() {}

    /// Cuts a head short.
    public static let about = About<Self>(
        "truncate-handshake", .handshake, "Cuts the response short and ends the connections there.",
        details: """
            So much of the head leaves, counted in bytes from `HTTP/1.1` to the empty line, rounded down; then the \
            connections end. With `direction: toServer` it is the request that is cut. `keep: 100%` lets all of it \
            through, and the end comes right behind a session that has just opened.
            """,
        clause: "RFC 6455 §4.1",
        clients: """
            Before the head is complete all report a failed handshake: 1006 unclean, never open; node fires error \
            only, and Firefox no error event when the FIN stands before the last CRLF. Right behind a whole 101 \
            Firefox fires open in about half of the runs.
            """,
        example: """
            - when: { kind: handshake }
              do:
                truncate-handshake: { keep: 50%, then: reset }
            """,
        direction: .toClient,
        parameters: [
            Parameter("keep", \.keep, "what is left of it"),
            Parameter("then", \.then, "how it ends there"),
            Parameter("leg", \.leg, "whose connection ends"),
        ])

    /// Cuts it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard let bytes = plan.head?.bytes else { return }
        let kept = Array(bytes.prefix(keep.bytes(of: bytes.count)))
        plan.replaceHead(with: (kept.isEmpty ? [] : [.bytes(kept)]) + [.end(then.end(leg))])
    }
}

extension Fault where Self == TruncateHandshake {
    /// `truncate-handshake` with its defaults.
    public static var truncateHandshake: TruncateHandshake { TruncateHandshake() }
}
