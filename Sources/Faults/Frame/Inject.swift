internal import Observer
internal import WebSocketWire

/// Sends frames that nobody sent.
public struct Inject: Fault {
    /// What they are.
    public var opcode = OpcodeValue(.ping)
    /// What is in them.
    public var payload = Payload([])
    /// Whether FIN is set.
    public var fin = true
    /// RSV1, RSV2 and RSV3 as the bits 4, 2, 1.
    public var rsv = 0
    /// How they are masked; nil for rightly.
    public var mask: MaskMode?
    /// How many.
    public var times = 1
    /// On which side of what the rule is about.
    public var place = Side.after
    /// To whom.
    public var to = Target.peer

    /// One that sends a ping.
    public init() {}

    /// On which side of a message.
    public enum Side: String, ParameterChoice {
        /// In front.
        case before
        /// Behind.
        case after

        /// What it means.
        public var summary: String {
            switch self {
            case .before: "in front of what the rule is about"
            case .after: "behind what the rule is about"
            }
        }
    }

    /// To whom frames go.
    public enum Target: String, ParameterChoice {
        /// Onward.
        case peer
        /// Back.
        case sender

        /// What it means.
        public var summary: String {
            switch self {
            case .peer: "to whom the message goes, as if its sender had sent it too"
            case .sender: "to whom the message comes from, as if the other had answered"
            }
        }
    }

    /// What is said about it.
    public static let about = About<Inject>(
        "inject", .frame, "Sends frames that nobody sent, legal or not.",
        details: """
            `times` equal frames leave before or after what the rule is about, uncompressed and masked as \
            their sender has to, each with a drawn key, unless `mask` says otherwise. With `to: sender` they \
            go the other way, as soon as what was sent there before has left. A pong that nobody asked for \
            is legal and has to be ignored; ten thousand pings are a flood that each want a pong; text that \
            the server never sent is a test of what an application believes. All together they are 16 MiB at \
            most; what is more is not sent.
            """,
        clause: "RFC 6455 §5.5.2, §5.5.3",
        clients: "All six clients that were measured ignore a pong that nobody asked for.",
        example: """
            - when: { direction: toClient, kind: text, nth: 1 }
              do:
                - inject: { opcode: pong, payload: nobody asked }
            """,
        parameters: [
            Parameter("opcode", \.opcode, "what they are"),
            Parameter("payload", \.payload, "what is in them"),
            Parameter("fin", \.fin, "whether FIN is set"),
            Parameter("rsv", \.rsv, in: 0...7, "RSV1, RSV2 and RSV3 as the bits 4, 2 and 1"),
            Parameter("mask", \.mask, "how they are masked; rightly if not given"),
            Parameter("times", \.times, in: 1...100_000, "how many"),
            Parameter("place", \.place, "on which side of the message"),
            Parameter("to", \.to, "to whom"),
        ])

    /// Puts frames beside what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        var budget = Budget(largestInvention)
        var items: [Plan.Item] = []
        for _ in 0..<max(0, times) where budget.allows(payload.bytes.count) {
            items.append(.frame(frame(in: plan, &random)))
        }
        switch (to, place) {
        case (.sender, _): plan.reply += items
        case (.peer, .before): plan.insertBefore(items)
        case (.peer, .after): plan.insertAfter(items)
        }
        // What is not compressed is read as if it were.
        if to == .peer, rsv & 4 != 0 { plan.compression?.spoiled() }
    }

    private func frame(in plan: Plan, _ random: inout RandomStream) -> DraftFrame {
        let sender = to == .peer ? plan.direction.source : plan.direction.target
        var frame =
            to == .peer
            ? plan.frame(opcode.opcode, payload.bytes, &random)
            : plan.replyFrame(opcode.opcode, payload.bytes, &random)
        frame.header.isFinal = fin
        frame.header.reservedBits = UInt8(clamping: rsv)
        return mask.map { $0.masked(frame, by: sender, &random) } ?? frame
    }
}

extension Fault where Self == Inject {
    /// `inject` with its defaults.
    public static var inject: Inject { Inject() }
}
