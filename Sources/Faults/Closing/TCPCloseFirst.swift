/// Ends TCP before the closing handshake is complete.
public struct TCPCloseFirst: Fault {
    /// How.
    public var how = EndChoice.fin
    /// Whether the Close leaves before it.
    public var pass = true
    /// Whose connection.
    public var leg = LegChoice.both

    /// The Close passes, then a FIN on both.
    public init() {}

    /// Ends TCP first.
    public static let about = About<Self>(
        "tcp-close-first", .closing, "Ends TCP at the first Close, before anybody has answered it.",
        details: """
            The Close passes (or not, with `pass: false`), and right behind it the connections end, with a FIN or \
            an RST: the answer finds nobody. The server is the one that should end TCP, and only after both Closes. \
            Servers that write a Close and then close the socket do this, and it is why so many clean closes are \
            reported as unclean. Where the rule is about something else than a Close, that passes first instead.
            """,
        clause: "RFC 6455 §7.1.1",
        clients: """
            Close and FIN at once: Chromium reports it clean; Firefox keeps code and reason but reports unclean. \
            With an RST Chromium mostly reports 1006 unclean, Firefox the code, unclean. Without the Close all \
            report 1006 unclean.
            """,
        example: """
            - when: { direction: toClient, kind: close }
              do: tcp-close-first
            """,
        parameters: [
            Parameter("how", \.how, "how TCP ends"),
            Parameter("pass", \.pass, "whether what the rule is about leaves before that"),
            Parameter("leg", \.leg, "whose connection ends"),
        ])

    /// Ends them behind the Close or in its place.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        // Not `close`: a peer that still writes must not turn our FIN into an RST.
        let end = PlannedEnd(how == .fin ? .finish : .reset, leg)
        if pass {
            plan.insertAfter([.end(end)])
        } else {
            plan.insertBefore([.end(end)])
            plan.removeMessage()
        }
    }
}

extension Fault where Self == TCPCloseFirst {
    /// `tcp-close-first` with its defaults.
    public static var tcpCloseFirst: TCPCloseFirst { TCPCloseFirst() }
}
