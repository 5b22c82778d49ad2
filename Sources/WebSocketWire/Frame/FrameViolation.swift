/// A peer's frame broke a rule, and an endpoint that is strict goes no further.
public struct FrameViolation: Error, Hashable, Sendable {
    /// What was broken; where a frame breaks several rules, the first that its bytes show.
    public let offence: FrameOffence

    /// The frame that did it.
    public let header: FrameHeader

    /// Where that frame begins in the stream.
    public let frameOffset: UInt64

    /// The limit that was passed, for the offences that are about one.
    public let limit: UInt64?

    package init(offence: FrameOffence, header: FrameHeader, frameOffset: UInt64, limit: UInt64?) {
        self.offence = offence
        self.header = header
        self.frameOffset = frameOffset
        self.limit = limit
    }

    /// Where the byte stands that shows it.
    public var byteOffset: UInt64 {
        // A length of seven bits stands in the second byte already.
        frameOffset &+ min(offence.headerByte, header.lengthForm == .short ? 1 : 2)
    }

    /// The code to close with.
    public var closeCode: CloseCode { offence.closeCode }
}

extension FrameViolation: CustomStringConvertible {
    /// What, where, what was expected, and the clause that says so.
    public var description: String {
        "\(found) at byte \(byteOffset), in the frame at byte \(frameOffset) (\(header)): \(expected)"
            + " (\(offence.clause))"
    }

    /// What and why, for where the place and the header stand beside it.
    package var summary: String { "\(found): \(expected) (\(offence.clause))" }

    private var found: String {
        switch offence {
        case .reservedBits: "RSV bits \(header.reservedBits)"
        case .reservedOpcode: header.opcode.description
        case .fragmentedControl: "a \(header.opcode) frame without FIN"
        case .unmaskedClientFrame: "an unmasked frame from the client"
        case .maskedServerFrame: "a masked frame from the server"
        case .oversizedControl: "a \(header.opcode) frame of \(header.payloadLength) bytes"
        case .lengthNotMinimal: "length \(header.payloadLength) written in \(lengthBytes) bytes"
        case .lengthMostSignificantBit: "a length with the highest bit set"
        case .continuationWithoutMessage: "a continuation with no message to continue"
        case .dataInsideMessage: "a new \(header.opcode) message inside an unfinished one"
        case .compressedContinuation: "RSV1 on a \(header.opcode) frame"
        case .frameTooLarge: "a frame of \(header.payloadLength) bytes"
        case .messageTooLarge: "a message that grows past its limit"
        case .tooManyFragments: "a message in too many fragments"
        }
    }

    private var expected: String {
        switch offence {
        case .reservedBits: "no negotiated extension gives them a meaning, so they must be 0"
        case .reservedOpcode: "only 0x0, 0x1, 0x2, 0x8, 0x9 and 0xA have a meaning"
        case .fragmentedControl: "control frames may not be fragmented"
        case .unmaskedClientFrame: "a client must mask all its frames"
        case .maskedServerFrame: "a server must not mask"
        case .oversizedControl: "control frames carry at most 125 bytes"
        case .lengthNotMinimal: "a length must take the fewest bytes it fits in"
        case .lengthMostSignificantBit: "lengths end at 2^63 - 1"
        case .continuationWithoutMessage: "a message begins with text or binary"
        case .dataInsideMessage: "the rest of a message comes as continuation frames"
        case .compressedContinuation: "only a message's first frame says that it is compressed"
        case .frameTooLarge: "at most \(limit ?? 0) bytes are accepted in a frame"
        case .messageTooLarge: "at most \(limit ?? 0) bytes are accepted in a message"
        case .tooManyFragments: "at most \(limit ?? 0) frames are accepted in a message"
        }
    }

    private var lengthBytes: Int { header.lengthForm == .two ? 2 : 8 }
}
