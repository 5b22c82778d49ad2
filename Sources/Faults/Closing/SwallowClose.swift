internal import WebSocketWire

/// Takes a Close out, so that the closing handshake is never answered.
public struct SwallowClose: Fault {
    /// Whether its sender is answered all the same.
    public var answer = false

    /// It is not answered.
    public init() {}

    /// Takes a Close out.
    public static let about = About<Self>(
        "swallow-close", .closing, "Takes a Close out, so that nobody answers it.",
        details: """
            The Close does not leave; everything else does, and TCP stays as it is. Swallow the client's Close and \
            its server never learns that it wants to go; swallow the server's and the client waits for an answer to \
            its own. With `answer` the sender gets its own code and reason back at once, as if the other side had \
            answered: one side has closed and the other knows nothing of it. Shows how long a program waits for a \
            closing handshake before it gives up.
            """,
        clause: "RFC 6455 §7.1.2",
        clients: """
            Without an answer to close(), Chromium reports 1006 after 60 s, Firefox after 20 s, Python websockets \
            and aiohttp after 10 s; node waits for ever.
            """,
        example: """
            - when: { direction: toServer, kind: close }
              do: swallow-close
            """,
        parameters: [
            Parameter("answer", \.answer, "whether the sender gets its code and reason back, as an answer")
        ])

    /// Takes the Close out.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard plan.isAboutClose else { return }
        let said = plan.closeOrNew(&random).payload
        plan.replaceSubject(with: [])
        if answer { plan.reply.append(.frame(plan.replyFrame(.close, said, &random))) }
    }
}

extension Fault where Self == SwallowClose {
    /// `swallow-close` with its defaults.
    public static var swallowClose: SwallowClose { SwallowClose() }
}
