internal import WebSocketWire

/// Lies about a payload's length.
public struct Length: Fault {
    /// How.
    public var lie = Lie.nonMinimal16
    /// By how much, where it is a little.
    public var by = 1

    /// One that writes a short length in sixteen bits.
    public init() {}

    /// Ways of writing a length wrongly.
    public enum Lie: String, ParameterChoice {
        /// In two bytes.
        case nonMinimal16 = "non-minimal-16"
        /// In eight bytes.
        case nonMinimal64 = "non-minimal-64"
        /// With the bit set that must not be.
        case msb
        /// The most there is.
        case huge
        /// A little too much.
        case plus
        /// A little too little.
        case minus

        /// What it means.
        public var summary: String {
            switch self {
            case .nonMinimal16:
                "the right length in two bytes, though it is under 126; longer ones stay as they are"
            case .nonMinimal64:
                "the right length in eight bytes, though it fits two; longer ones stay as they are"
            case .msb: "eight bytes with the highest bit set, and the right length in the others"
            case .huge: "2^63 - 1 bytes are promised, the most that is legal"
            case .plus: "`by` bytes more are promised than come: the next frames are swallowed, or waited for"
            case .minus: "`by` bytes fewer are promised: the last ones are read as the next frame's header"
            }
        }

        /// What clients do about it.
        public var clients: String? {
            switch self {
            case .nonMinimal16, .nonMinimal64:
                "Chromium and Firefox end with 1006, not clean, and an error event; node takes it."
            case .msb: "Chromium (which sends a Close with 1002), Firefox and node end with 1006, not clean."
            case .huge:
                "From 2^31 bytes on Chromium and Firefox hang up at once: 1006, in Firefox with an error event."
            case .plus, .minus: nil
            }
        }
    }

    /// What is said about it.
    public static let about = About<Length>(
        "length", .frame, "Lies about a payload's length, or writes it in more bytes than it needs.",
        details: """
            Only the length in the header changes, in each frame that the rule is about; the payload comes \
            as it is, and the connection goes on. The standard wants the shortest of the three forms and the \
            highest bit clear. A huge length costs its sender fourteen bytes: a receiver that reserves \
            memory for it is done for.
            """,
        clause: "RFC 6455 §5.2",
        clients: "They differ from lie to lie.",
        example: """
            - when: { direction: toClient, kind: text, nth: 2 }
              do:
                - length: non-minimal-16
            """,
        parameters: [
            Parameter("lie", \.lie, "what is wrong about the length"),
            Parameter("by", \.by, in: 1...1_000_000_000, "how many bytes, for `plus` and `minus`"),
        ])

    /// Changes the lengths of what the rule is about.
    public func apply(to plan: inout Plan, _ random: inout RandomStream) {
        switch lie {
        case .nonMinimal16, .nonMinimal64: plan.editFrames { write(&$0.header) }
        case .msb, .huge, .plus, .minus:
            plan.damageEach { frame in
                var lying = frame
                write(&lying.header)
                return [lying]
            }
        }
    }

    private func write(_ header: inout FrameHeader) {
        let length = header.payloadLength
        switch lie {
        case .nonMinimal16: if header.lengthForm == .short { header.lengthForm = .two }
        case .nonMinimal64: header.lengthForm = .eight
        case .msb: header.setLength(length | 1 << 63)
        case .huge: header.setLength(.max >> 1)
        case .plus:
            let (sum, overflows) = length.addingReportingOverflow(UInt64(max(0, by)))
            header.setLength(overflows ? .max : sum)
        case .minus: header.setLength(length - min(length, UInt64(max(0, by))))
        }
    }
}

extension FrameHeader {
    /// Promises this length, in the form that belongs to it.
    mutating func setLength(_ length: UInt64) {
        payloadLength = length
        lengthForm = .minimal(for: length)
    }
}

extension Fault where Self == Length {
    /// `length` with its defaults.
    public static var length: Length { Length() }
}
