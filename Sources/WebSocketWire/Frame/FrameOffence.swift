/// The ways in which a frame can break RFC 6455, or a limit of ours, that its header alone shows.
public enum FrameOffence: UInt8, Hashable, Sendable, CaseIterable {
    /// RSV bits are set that no negotiated extension gives a meaning (§5.2).
    case reservedBits
    /// An opcode that means nothing yet (§5.2).
    case reservedOpcode
    /// A control frame without FIN (§5.5).
    case fragmentedControl
    /// A client's frame without a mask (§5.1).
    case unmaskedClientFrame
    /// A server's frame with a mask (§5.1).
    case maskedServerFrame
    /// A control frame with more than 125 bytes (§5.5).
    case oversizedControl
    /// A length written with more bytes than it needs (§5.2).
    case lengthNotMinimal
    /// An eight-byte length of 2^63 or more (§5.2).
    case lengthMostSignificantBit
    /// A continuation where no message is under way (§5.4).
    case continuationWithoutMessage
    /// A new message before the one under way has ended (§5.4).
    case dataInsideMessage
    /// RSV1 on a frame that does not begin a message (RFC 7692 §6.1).
    case compressedContinuation
    /// A payload over `FrameLimits.framePayload`.
    case frameTooLarge
    /// Payloads that add up to more than `FrameLimits.messagePayload`.
    case messageTooLarge
    /// More frames in a message than `FrameLimits.fragments`.
    case tooManyFragments

    /// The code that an endpoint fails the connection with (RFC 6455 §7.4.1).
    public var closeCode: CloseCode {
        switch self {
        case .frameTooLarge, .messageTooLarge: .messageTooBig
        case .tooManyFragments: .policyViolation
        default: .protocolError
        }
    }

    /// Where the rule stands.
    public var clause: String {
        switch self {
        case .unmaskedClientFrame, .maskedServerFrame: "RFC 6455 §5.1"
        case .reservedBits, .reservedOpcode, .lengthNotMinimal, .lengthMostSignificantBit: "RFC 6455 §5.2"
        case .continuationWithoutMessage, .dataInsideMessage: "RFC 6455 §5.4"
        case .fragmentedControl, .oversizedControl: "RFC 6455 §5.5"
        case .compressedContinuation: "RFC 7692 §6.1"
        case .frameTooLarge, .messageTooLarge, .tooManyFragments: "RFC 6455 §10.4"
        }
    }

    /// Which byte of the header shows it, counted from the frame's first.
    var headerByte: UInt64 {
        switch self {
        case .reservedBits, .reservedOpcode, .fragmentedControl, .continuationWithoutMessage,
            .dataInsideMessage, .compressedContinuation, .tooManyFragments:
            0
        case .unmaskedClientFrame, .maskedServerFrame, .oversizedControl: 1
        case .lengthNotMinimal, .lengthMostSignificantBit, .frameTooLarge, .messageTooLarge: 2
        }
    }
}

/// Several offences of one frame: a man in the middle wants to know them all.
public struct FrameOffences: OptionSet, Hashable, Sendable {
    /// One bit for each `FrameOffence`, by its raw value.
    public let rawValue: UInt16

    /// Offences from their bits.
    @inlinable
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// One offence, as a set.
    @inlinable
    public init(_ offence: FrameOffence) {
        rawValue = 1 << UInt16(offence.rawValue)
    }

    /// The offences, in the order of `FrameOffence.allCases`.
    public var all: [FrameOffence] {
        FrameOffence.allCases.filter { contains(FrameOffences($0)) }
    }

    /// The offences in the order in which the header's bytes show them; of those in the same byte, as listed.
    package var inOrder: [FrameOffence] {
        let all = all
        return (0..<3).flatMap { byte in all.filter { $0.headerByte == byte } }
    }
}
