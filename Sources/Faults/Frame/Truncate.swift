internal import WebSocketWire

/// Cuts a message short.
public struct Truncate: Fault {
    /// What is left of it.
    public var keep = Extent.share(0.5)
    /// Whether the header says so.
    public var mode = Mode.lying

    /// One that cuts in half, and lies.
    public init() {}

    /// What the header says of what was cut.
    public enum Mode: String, ParameterChoice {
        /// That it comes.
        case lying
        /// Nothing.
        case honest

        /// What it means.
        public var summary: String {
            switch self {
            case .lying: "the header promises all of it, and the connection goes on as if it had come"
            case .honest: "the header is rewritten: a shorter message, and nothing wrong with it"
            }
        }
    }

    /// What is said about it.
    public static let about = About<Truncate>(
        "truncate", .frame, "Cuts a message short.",
        details: """
            Lying: the header leaves as it came, behind it the first part of the payload, and the rest never \
            comes, nor do the fragments behind it. The receiver takes what follows for the rest of the \
            payload, and waits if nothing does: add `reset` or `fin` to end there, as when a server dies in \
            mid-message. Of a compressed message the compressed bytes are cut. Honest: the message itself is \
            cut, in a text never within a character, and leaves in one frame with its right length, \
            compressed anew if it was compressed: only the application can tell.
            """,
        clause: "RFC 6455 §5.2",
        clients: """
            Chromium, Firefox and node report 1006, not clean, when the connection ends within a frame; \
            messages before it are delivered. Firefox alone fires an error event for a reset, none of them \
            for a FIN.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do:
                - truncate: { keep: 50% }
                - reset
            """,
        parameters: [
            Parameter("keep", \.keep, "how much of the payload is left"),
            Parameter("mode", \.mode, "whether the header is rewritten"),
        ])

    /// Cuts what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        switch mode {
        case .honest where !plan.isOpaque: shorten(&plan)
        case .honest: cut(&plan) { $0.setPayload($0.payload) }
        case .lying: cut(&plan) { _ in }
        }
    }

    private func shorten(_ plan: inout Plan) {
        let whole = plan.content
        let isText = plan.subject.first?.header.opcode == .text
        let end = keep.bytes(of: whole.count)
        guard end < whole.count else { return }
        let count = isText && plan.message != nil ? whole.startOfCharacter(at: end) : end
        plan.replaceMessage(with: Array(whole[..<count]))
    }

    /// Cuts the bytes on the wire. The frame that the cut is in is given to `finish`, and is the last.
    private func cut(_ plan: inout Plan, _ finish: (inout DraftFrame) -> Void) {
        let count = plan.wirePayload.count
        var rest = keep.bytes(of: count)
        guard rest < count else { return }
        var isCut = false
        plan.damageEach { frame in
            guard !isCut else { return [] }
            if frame.payload.count <= rest {
                rest -= frame.payload.count
                return [frame]
            }
            isCut = true
            var last = frame
            last.payload.removeLast(frame.payload.count - rest)
            finish(&last)
            return [last]
        }
    }
}

extension [UInt8] {
    /// The nearest place at or before `offset` where a UTF-8 character begins.
    func startOfCharacter(at offset: Int) -> Int {
        var start = Swift.min(Swift.max(offset, 0), count)
        // A character has four bytes at most; more than three continuation bytes in a row are none anyway.
        let lowest = Swift.max(0, start - 3)
        while start > lowest, start < count, self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }
}

extension Fault where Self == Truncate {
    /// `truncate` with its defaults.
    public static var truncate: Truncate { Truncate() }
}
