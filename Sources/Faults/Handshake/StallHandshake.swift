internal import Observer

/// Keeps the answer to the opening handshake waiting.
public struct StallHandshake: Fault {
    /// For how long; nil for ever.
    public var time: Duration?

    /// For ever.
    public init() {}

    /// Keeps the answer waiting.
    public static let about = About<Self>(
        "stall-handshake", .handshake, "Keeps the opening handshake waiting, for a time or for ever.",
        details: """
            The request waits that long before it goes to the server; with `direction: toClient` it is the \
            response that waits, and the server has opened long ago. TCP stays up and silent. Without `for` it \
            waits for ever: whoever has the shorter timeout ends it. Every program needs an open timeout, and few \
            APIs have one.
            """,
        clause: "RFC 6455 §4.1",
        clients: """
            Firefox gives up after 20 s with 1006 and an error event; Chromium, node and aiohttp had not after 31 s.
            """,
        example: """
            - when: { kind: handshake }
              do:
                stall-handshake: 500ms
            """,
        direction: .toServer,
        parameters: [Parameter("for", \.time, "how long; for ever if left out")])

    /// Lets it wait.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard let head = plan.head else { return }
        plan.replaceHead(with: [.pause(time ?? .seconds(Int64.max)), .head(head)])
    }
}

extension Fault where Self == StallHandshake {
    /// `stall-handshake` with its defaults.
    public static var stallHandshake: StallHandshake { StallHandshake() }
}
