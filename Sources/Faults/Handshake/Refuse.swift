internal import Observer

/// Ends the connection in place of an answer to the opening handshake.
public struct Refuse: Fault {
    /// How.
    public var how = EndChoice.fin

    /// With a FIN.
    public init() {}

    /// Ends it in place of an answer.
    public static let about = About<Self>(
        "refuse", .handshake, "Ends both connections in place of an answer to the opening handshake.",
        details: """
            The request is read and never passed on; both connections end, the client's with a FIN or an RST and \
            not a byte before it. With `direction: toClient` the server answers, and the answer is lost: it \
            believes for a moment that a session is open. This is a server that accepts and dies, or a balancer \
            with nothing behind it.
            """,
        clause: "RFC 6455 §4.1",
        clients: """
            Browsers fire error and close 1006 unclean, never open; node fires error only, and no close event. \
            FIN and RST look the same to a page.
            """,
        example: """
            - when: { kind: handshake }
              do:
                refuse: reset
            """,
        direction: .toServer,
        parameters: [Parameter("how", \.how, "how the connections end")])

    /// Ends them.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        plan.replaceHead(with: [.end(how.end(.both))])
    }
}

extension Fault where Self == Refuse {
    /// `refuse` with its defaults.
    public static var refuse: Refuse { Refuse() }
}
