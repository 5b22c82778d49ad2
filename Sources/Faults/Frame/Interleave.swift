internal import WebSocketWire

/// Puts frames between a message's fragments.
public struct Interleave: Fault {
    /// What they are.
    public var opcode = OpcodeValue(.ping)
    /// What is in them.
    public var payload = Payload([])
    /// How many between two fragments.
    public var times = 1

    /// One that puts a ping in between.
    public init() {}

    /// What is said about it.
    public static let about = About<Interleave>(
        "interleave", .frame, "Puts control frames between the fragments of a message.",
        details: """
            Behind each fragment but the last leave `times` frames of the same sender, masked if that is the \
            client; a message in one frame is cut in two first. Pings and pongs are legal there, and \
            receivers that read the message in one go forget it. A Close is legal too, and the rest of the \
            message then comes behind it. A text or binary frame is not: fragments of two messages must not \
            be mixed. A message that is a control frame is left alone.
            """,
        clause: "RFC 6455 §5.4",
        clients: "All six clients that were measured deliver a message with a ping between its fragments.",
        example: """
            - when: { direction: toClient, kind: text, nth: 2 }
              do:
                - interleave: { opcode: ping, payload: between }
            """,
        parameters: [
            Parameter("opcode", \.opcode, "what they are"),
            Parameter("payload", \.payload, "what is in them"),
            Parameter("times", \.times, in: 1...1000, "how many between two fragments"),
        ])

    /// Puts frames between those that the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        guard let first = plan.subject.first, !first.header.opcode.isControl else { return }
        if plan.subject.count == 1 {
            let halves = first.split(DraftFrame.equalSizes(of: first.payload.count, into: 2))
            plan.replaceSubject(with: halves.map { .frame($0) })
        }
        let gaps = plan.subject.count - 1
        var budget = Budget(largestInvention)
        var seen = 0
        plan.items = plan.items.flatMap { item -> [Plan.Item] in
            guard case .frame(let frame) = item, frame.isSubject else { return [item] }
            seen += 1
            guard seen <= gaps else { return [item] }
            return [item] + between(plan, &budget, &random)
        }
    }

    private func between(_ plan: Plan, _ budget: inout Budget, _ random: inout RandomStream) -> [Plan.Item] {
        var items: [Plan.Item] = []
        for _ in 0..<max(0, times) where budget.allows(payload.bytes.count) {
            items.append(.frame(plan.frame(opcode.opcode, payload.bytes, &random)))
        }
        return items
    }
}

extension Fault where Self == Interleave {
    /// `interleave` with its defaults.
    public static var interleave: Interleave { Interleave() }
}
