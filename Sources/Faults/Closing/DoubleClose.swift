internal import WebSocketWire

/// Sends a Close twice.
public struct DoubleClose: Fault {
    /// The second one's code; that of the first where nil.
    public var code: CodeValue?
    /// The second one's reason; that of the first where nil.
    public var reason: String?

    /// The second says what the first says.
    public init() {}

    /// Sends a Close twice.
    public static let about = About<Self>(
        "double-close", .closing, "Sends a Close twice; the second may say something else.",
        details: """
            A second Close follows the first at once, with a masking key of its own where it is a client's. \
            Without `code` and `reason` it says the same. Where the rule is about something else than a Close, two \
            are put before it, the first with 1000. A sender may not send anything behind a Close, so the receiver \
            must not let the second change what it reports.
            """,
        clause: "RFC 6455 §5.5.1",
        clients: """
            Chromium reports 1006 unclean when the second comes in the segment of the first, though it has answered \
            that; in Firefox the first wins, clean.
            """,
        example: """
            - when: { direction: toClient, kind: close }
              do:
                double-close: { code: 4000, reason: "no, really" }
            """,
        parameters: [
            Parameter("code", \.code, "the second one's code; the first one's if left out"),
            Parameter("reason", \.reason, "the second one's reason; the first one's if left out"),
        ])

    /// Puts a second one behind it.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let first = plan.closeOrNew(&random)
        let isSame = code == nil && reason == nil
        let said = isSame ? first.payload : CloseWords(of: first, code: code, reason: reason).bytes
        plan.settleClose(as: [.frame(first), .frame(plan.frame(.close, said, &random))])
    }
}

extension Fault where Self == DoubleClose {
    /// `double-close` with its defaults.
    public static var doubleClose: DoubleClose { DoubleClose() }
}
