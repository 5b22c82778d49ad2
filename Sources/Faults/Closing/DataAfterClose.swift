internal import WebSocketWire

/// Sends a message behind a Close, where nothing may stand.
public struct DataAfterClose: Fault {
    /// What it says.
    public var payload = Payload(text: "after the close")
    /// What it is.
    public var kind = DataKind.text

    /// A short text.
    public init() {}

    /// Sends a message behind a Close.
    public static let about = About<Self>(
        "data-after-close", .closing, "Sends a message behind a Close, where nothing may stand.",
        details: """
            One frame with this payload leaves behind the Close, in the same direction and mostly in the same \
            segment. Its sender may not send anything any more, and its receiver has nobody to deliver it to. \
            Programs that go on writing while they close do this all the time. Nothing happens where the rule is \
            not about a Close.
            """,
        clause: "RFC 6455 §5.5.1",
        clients: """
            Chromium reports 1006 unclean with an error event, though it has answered the Close; in Firefox, node, \
            websockets and aiohttp the Close wins, clean. No browser delivers the message.
            """,
        example: """
            - when: { direction: toClient, kind: close }
              do:
                data-after-close: one more thing
            """,
        parameters: [
            Parameter("payload", \.payload, "what the frame carries"),
            Parameter("kind", \.kind, "what kind of frame it is"),
        ])

    /// Puts it behind the Close.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard plan.isAboutClose else { return }
        plan.insertAfter([.frame(plan.frame(kind.opcode, payload.bytes, &random))])
    }
}

extension Fault where Self == DataAfterClose {
    /// `data-after-close` with its defaults.
    public static var dataAfterClose: DataAfterClose { DataAfterClose() }
}
