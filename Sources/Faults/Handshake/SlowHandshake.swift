internal import Observer

/// Lets a head trickle.
public struct SlowHandshake: Fault {
    /// The time between two pieces.
    public var every: Duration = .milliseconds(100)
    /// How long a piece is.
    public var chunk = ByteCount(16)

    /// 16 bytes ten times a second.
    public init() {}

    /// Lets a head trickle.
    public static let about = About<Self>(
        "slow-handshake", .handshake, "Sends the response in small pieces with pauses between them.",
        details: """
            The head leaves in pieces of so many bytes, the first at once, each of the others so long after the one \
            before; what follows it waits for the last. With `direction: toServer` the request trickles, which is \
            what servers call slowloris. A timeout that begins anew with each byte never ends this.
            """,
        clause: "RFC 6455 §4.1",
        example: """
            - when: { kind: handshake }
              do:
                slow-handshake: { every: 2ms, chunk: 8 }
            """,
        direction: .toClient,
        parameters: [
            Parameter("every", \.every, "the time between two pieces"),
            Parameter("chunk", \.chunk, in: ByteCount(1)...ByteCount(1 << 20), "how long a piece is"),
        ])

    /// Cuts it into pieces.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard let bytes = plan.head?.bytes else { return }
        let starts = stride(from: 0, to: bytes.count, by: max(1, chunk.bytes))
        let pieces = starts.flatMap { start -> [Plan.Item] in
            let piece = Plan.Item.bytes(Array(bytes[start...].prefix(max(1, chunk.bytes))))
            return start == 0 ? [piece] : [.pause(every), piece]
        }
        plan.replaceHead(with: pieces)
    }
}

extension Fault where Self == SlowHandshake {
    /// `slow-handshake` with its defaults.
    public static var slowHandshake: SlowHandshake { SlowHandshake() }
}
