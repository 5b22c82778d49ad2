internal import WebSocketWire

/// Sends another payload.
public struct Replace: Fault {
    /// The other payload.
    public var payload: Payload?
    /// What is looked for instead.
    public var pattern: Pattern?
    /// What takes the place of each match.
    public var with: String?
    /// Another opcode.
    public var opcode: OpcodeValue?

    /// One that replaces nothing yet.
    public init() {}

    /// What is said about it.
    public static let about = About<Replace>(
        "replace", .frame,
        "Sends another payload in a message's place, or replaces what a pattern finds in it.",
        details: """
            The message leaves in one frame, with the first one's header and the right length, compressed \
            anew if it was compressed; a rule about frames replaces that frame's payload. `pattern` is a \
            regular expression (as PCRE2 has them) that is looked for in the message, and every match \
            becomes `with`, where `$1` stands for the first group; a message without a match stays as it is. \
            The opcode stays unless another is given: text sent as binary is a mistake that servers make.
            """,
        example: """
            - when: { direction: toClient, kind: text }
              do:
                - replace: { pattern: '"price":(\\d+)', with: '"price":"$1"' }
            """,
        parameters: [
            Parameter("payload", \.payload, "what is sent instead"),
            Parameter("pattern", \.pattern, "what is looked for in the message"),
            Parameter("with", \.with, "what takes the place of each match"),
            Parameter("opcode", \.opcode, "the opcode that it is sent with"),
        ])

    /// A payload, a pattern or an opcode: one at least, and not the first two.
    public var conflict: String? {
        if payload != nil, pattern != nil { return "give \"payload\" or \"pattern\", not both" }
        if (pattern == nil) != (with == nil) { return "\"pattern\" and \"with\" belong together" }
        if payload == nil, pattern == nil, opcode == nil {
            return "give \"payload\", or \"pattern\" and \"with\""
        }
        return with.flatMap { pattern?.problem(inTemplate: $0) }
    }

    /// Replaces the content of what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        if let payload {
            plan.replaceMessage(with: payload.bytes)
        } else if let pattern, let with, !plan.isOpaque, !plan.subject.isEmpty {
            let new = pattern.replacing(in: plan.content, with: with)
            if let new { plan.replaceMessage(with: new) }
        }
        if let opcode { change(to: opcode.opcode, &plan) }
    }

    private func change(to opcode: Opcode, _ plan: inout Plan) {
        // No control frame is ever compressed (RFC 7692 §5.1).
        if opcode.isControl, plan.isCompressed, let message = plan.message {
            plan.sendUncompressed(message)
        }
        var isFirst = true
        plan.editFrames { frame in
            if isFirst { frame.header.opcode = opcode }
            isFirst = false
        }
    }
}

extension Plan {
    /// The message that the rule is about goes without compression.
    mutating func sendUncompressed(_ plaintext: [UInt8]) {
        guard isCompressed, var frame = subject.first else { return }
        compression?.dropped(subject)
        frame.header.reservedBits &= 3
        frame.header.isFinal = true
        frame.setPayload(plaintext)
        replaceSubject(with: [.frame(frame)])
    }
}

extension Fault where Self == Replace {
    /// `replace` with its defaults.
    public static var replace: Replace { Replace() }
}
