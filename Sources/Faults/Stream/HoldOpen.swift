public import Observer

/// Never passes on the end of a connection.
public struct HoldOpen: LastingFault {
    /// How long.
    public var time: Duration?

    /// For ever.
    public init() {}

    /// What is said about it.
    public static let about = About<Self>(
        "hold-open", .stream, "Keeps TCP open on the other side when a peer has ended it.",
        details: """
            Bytes pass as they come, Close frames too. But when a peer ends TCP, with a FIN or an RST, the other \
            side never hears of it: its connection stays open and silent, as behind a NAT or a load balancer \
            that has forgotten to tell. A closing handshake is then complete in WebSocket and never in TCP: \
            the client's own timer has to end it. With `for`, the end that was kept back follows when the time \
            is over.
            """,
        clause: "RFC 6455 §7.1.1",
        clients: """
            After a clean closing handshake Chromium reports it clean after 2 s and ends TCP itself; Firefox does so at \
            once; Node reported nothing within 70 s.
            """,
        example: """
            - when: { direction: toClient }
              do: hold-open
            """,
        parameters: [Parameter("for", \.time, "how long it lasts; for ever if not given")])

    /// How long it lasts.
    public var lasts: Duration? { time }

    /// The ends of both peers, if its rule is about both.
    public func swallowsEnd(_ direction: Direction) -> Bool { true }
}

extension Fault where Self == HoldOpen {
    /// `hold-open` with its defaults.
    public static var holdOpen: HoldOpen { HoldOpen() }
}
