internal import Observer

/// Sends something else in place of a head.
public struct GarbageHandshake: Fault {
    /// What; drawn where nil.
    public var payload: Payload?
    /// How many bytes are drawn.
    public var size = ByteCount(16)
    /// How it ends behind them.
    public var then = EndChoice.fin

    /// Sixteen random bytes, then a FIN.
    public init() {}

    /// Sends something else.
    public static let about = About<Self>(
        "garbage-handshake", .handshake, "Sends bytes that are no HTTP in place of the response.",
        details: """
            The client gets these bytes, random ones if none are given, then both connections end. The server's \
            response is lost: it believes that the session is open. With `direction: toServer` the server gets them \
            for a request. A TLS server on a plain port, another protocol on this one, a proxy that is broken: this \
            is what they look like.
            """,
        clause: "RFC 9112 §2.2",
        clients: "All refuse: 1006 unclean, never open; node fires error only.",
        example: """
            - when: { kind: handshake }
              do:
                garbage-handshake: { payload: { hex: 15 03 01 00 02 02 46 } }
            """,
        direction: .toClient,
        parameters: [
            Parameter("payload", \.payload, "the bytes; drawn if left out"),
            Parameter("size", \.size, in: ByteCount(1)...ByteCount(1 << 20), "how many are drawn"),
            Parameter("then", \.then, "how it ends behind them"),
        ])

    /// Sends them.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let bytes = payload?.bytes ?? random.bytes(size.bytes)
        plan.replaceHead(with: [.bytes(bytes), .end(then.end(.both))])
    }
}

extension Fault where Self == GarbageHandshake {
    /// `garbage-handshake` with its defaults.
    public static var garbageHandshake: GarbageHandshake { GarbageHandshake() }
}
