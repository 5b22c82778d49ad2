internal import WebSocketWire

/// Sets or clears bits of frame headers.
public struct SetHeader: Fault {
    /// Whether FIN is set; nil leaves it.
    public var fin: Bool?
    /// Whether RSV1 is set; nil leaves it.
    public var rsv1: Bool?
    /// Whether RSV2 is set; nil leaves it.
    public var rsv2: Bool?
    /// Whether RSV3 is set; nil leaves it.
    public var rsv3: Bool?
    /// The opcode; nil leaves it.
    public var opcode: OpcodeValue?
    /// Whose headers.
    public var frames = Frames.all

    /// One that sets nothing yet.
    public init() {}

    /// Which of a message's frames.
    public enum Frames: String, ParameterChoice {
        /// Each.
        case all
        /// The one with the opcode.
        case first
        /// The one with FIN.
        case last

        /// What it means.
        public var summary: String {
            switch self {
            case .all: "each frame of the message"
            case .first: "its first frame"
            case .last: "its last frame"
            }
        }
    }

    /// What is said about it.
    public static let about = About<SetHeader>(
        "set", .frame, "Sets or clears FIN, the RSV bits or the opcode of a frame.",
        details: """
            The first byte of the header is changed, and nothing else: payload, length and mask stay. \
            Without FIN the message goes on, and the next one breaks into it. RSV2 and RSV3 have no meaning \
            in any extension that browsers know; RSV1 says that a message is compressed. Where RSV1 is taken \
            away from a compressed message the receiver gets its compressed bytes as they are, and can still \
            read the messages behind it.
            """,
        clause: "RFC 6455 §5.2",
        clients: """
            RSV bits that mean nothing and unknown opcodes: Chromium, Firefox and node end with 1006, not \
            clean, and an error event; only Chromium sends a Close, 1002. Without the whole frame Firefox \
            waits before it objects to an opcode.
            """,
        example: """
            - when: { direction: toClient, kind: text, nth: 3 }
              do:
                - set: { rsv2: true }
            """,
        parameters: [
            Parameter("fin", \.fin, "whether FIN is set"),
            Parameter("rsv1", \.rsv1, "whether RSV1 is set"),
            Parameter("rsv2", \.rsv2, "whether RSV2 is set"),
            Parameter("rsv3", \.rsv3, "whether RSV3 is set"),
            Parameter("opcode", \.opcode, "the opcode"),
            Parameter("frames", \.frames, "which frames of a message"),
        ])

    /// Something has to be set.
    public var conflict: String? {
        let isEmpty = fin == nil && rsv1 == nil && rsv2 == nil && rsv3 == nil && opcode == nil
        return isEmpty ? "give one of fin, rsv1, rsv2, rsv3, opcode, as in set: { fin: false }" : nil
    }

    /// Changes the headers of what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        let last = plan.subject.count - 1
        let before = plan.subject
        let wasCompressed = plan.isCompressed
        var index = 0
        plan.editFrames { frame in
            let isMeant = frames == .all || (frames == .first ? index == 0 : index == last)
            if isMeant { change(&frame) }
            index += 1
        }
        guard plan.subject != before else { return }
        if wasCompressed, !plan.isCompressed {
            plan.compression?.dropped(before)
            plan.forgetMessage()
        } else if plan.isCompressed, !wasCompressed || fin == false {
            plan.compression?.spoiled()
            plan.forgetMessage()
        }
    }

    private func change(_ frame: inout DraftFrame) {
        if let fin { frame.header.isFinal = fin }
        if let opcode { frame.header.opcode = opcode.opcode }
        for (isSet, bit) in [(rsv1, 4), (rsv2, 2), (rsv3, 1)] as [(Bool?, UInt8)] {
            guard let isSet else { continue }
            frame.header.reservedBits = frame.header.reservedBits & ~bit | (isSet ? bit : 0)
        }
    }
}

extension Fault where Self == SetHeader {
    /// `set` with its defaults.
    public static var set: SetHeader { SetHeader() }
}
