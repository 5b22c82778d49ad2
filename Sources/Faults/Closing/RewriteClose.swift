internal import WebSocketWire

/// Writes another code or reason into a Close.
public struct RewriteClose: Fault {
    /// The code instead; nil leaves it.
    public var code: CodeValue?
    /// The reason instead; nil leaves it.
    public var reason: String?

    /// Nothing to write yet.
    public init() {}

    /// Writes another code or reason into a Close.
    public static let about = About<Self>(
        "rewrite-close", .closing, "Writes another code, another reason or both into a Close.",
        details: """
            The Close leaves with the code and the reason given; what is not given stays. Its masking key stays, \
            its length fits. Any code from 0 to 65535 may be written, also those that never may be sent \
            (`malform-close` has the famous ones by name). A Close that was empty gets 1000 when only a reason is \
            given. Shows what a program does with 1008, 1011, 1013 or a code of its own, without a server that \
            sends it.
            """,
        clause: "RFC 6455 §7.4",
        clients: """
            Legal codes are reported as they come. Chromium and Firefox also report codes that nobody may send, \
            clean, except that Chromium refuses 1005, 1006 and 1015; node and websockets refuse them all with 1002.
            """,
        example: """
            - when: { direction: toClient, kind: close }
              do:
                rewrite-close: { code: 1013, reason: try again later }
            """,
        parameters: [
            Parameter("code", \.code, "the code instead; also one that may not be sent"),
            Parameter(
                "reason", \.reason, "the reason instead; over 123 bytes the frame breaks RFC 6455 §5.5"),
        ])

    /// Whether there is something to write.
    public var conflict: String? {
        code == nil && reason == nil ? "give a \"code\", a \"reason\" or both" : nil
    }

    /// Writes it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard conflict == nil, plan.isAboutClose else { return }
        let close = plan.closeOrNew(&random)
        let words = CloseWords(of: close, code: code, reason: reason)
        plan.replaceSubject(with: [.frame(close.saying(words.bytes))])
    }
}

extension Fault where Self == RewriteClose {
    /// `rewrite-close` with its defaults.
    public static var rewriteClose: RewriteClose { RewriteClose() }
}
