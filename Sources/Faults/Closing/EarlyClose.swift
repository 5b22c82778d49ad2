internal import WebSocketWire

/// Sends a Close that nobody sent, before what the rule is about.
public struct EarlyClose: Fault {
    /// The code, any.
    public var code = CodeValue(1001)
    /// The reason.
    public var reason = ""
    /// To whom it goes.
    public var to = Inject.Target.peer

    /// With 1001 and no reason.
    public init() {}

    /// Sends a Close early.
    public static let about = About<Self>(
        "early-close", .closing,
        "Sends a Close before what the rule is about, which follows it all the same.",
        details: """
            A Close with this code and reason leaves in the direction of what the rule is about, as if its sender \
            had written it, and then that which the rule is about, behind a Close, where nothing may stand. The \
            receiver answers; the other side gets that answer to a Close that it never sent. With `to: sender` the Close \
            goes back instead, as if the receiver had closed rather than read on. With `drop` behind it in the list \
            the message is lost. A server that restarts says 1001, one that is overloaded 1013.
            """,
        clause: "RFC 6455 §5.5.1",
        clients: """
            What stands behind a Close in the same segment makes it 1006 unclean in Chromium, which has answered \
            the Close nevertheless; in Firefox, node, websockets and aiohttp the Close wins, clean.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do:
                early-close: { code: 1001, reason: going away }
            """,
        parameters: [
            Parameter("code", \.code, "the code; also one that may not be sent"),
            Parameter("reason", \.reason, "the reason; over 123 bytes the frame breaks RFC 6455 §5.5"),
            Parameter("to", \.to, "to whom it goes"),
        ])

    /// Puts the Close before it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        switch to {
        case .peer:
            plan.insertBefore([.frame(plan.newClose(code, reason, &random))])
        case .sender:
            let said = CloseWords(code: code.code, reason: Array(reason.utf8)).bytes
            plan.reply.append(.frame(plan.replyFrame(.close, said, &random)))
        }
    }
}

extension Fault where Self == EarlyClose {
    /// `early-close` with its defaults.
    public static var earlyClose: EarlyClose { EarlyClose() }
}
