internal import WebSocketWire

/// Sends a message right before a Close.
public struct DataBeforeClose: Fault {
    /// What it says.
    public var payload = Payload(text: "before the close")
    /// What it is.
    public var kind = DataKind.text

    /// A short text.
    public init() {}

    /// Sends a message right before a Close.
    public static let about = About<Self>(
        "data-before-close", .closing, "Sends a message right before a Close, mostly in its segment.",
        details: """
            One frame with this payload leaves before the Close in the same direction, so that the Close comes \
            straight after data. That is legal: the message has to be delivered before the close event. When the \
            receiver has sent a Close already, it still comes, and must not disturb the closing. Nothing happens \
            where the rule is not about a Close.
            """,
        clause: "RFC 6455 §5.5.1",
        clients: """
            All deliver the message, then close clean. After their own close() no browser-like client delivers it \
            and it does not break the close; Python websockets delivers it then, too.
            """,
        example: """
            - when: { direction: toClient, kind: close }
              do:
                data-before-close: last words
            """,
        parameters: [
            Parameter("payload", \.payload, "what the frame carries"),
            Parameter("kind", \.kind, "what kind of frame it is"),
        ])

    /// Puts it before the Close.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard plan.isAboutClose else { return }
        plan.insertBefore([.frame(plan.frame(kind.opcode, payload.bytes, &random))])
    }
}

extension Fault where Self == DataBeforeClose {
    /// `data-before-close` with its defaults.
    public static var dataBeforeClose: DataBeforeClose { DataBeforeClose() }
}
