/// The rules that headers can break, and the little state that they need: the message under way.
@usableFromInline
package struct FrameRules: Sendable {
    @usableFromInline
    let sender: EndpointRole
    @usableFromInline
    let meaningfulBits: UInt8
    @usableFromInline
    let limits: FrameLimits

    /// The lower of the two payload limits: a frame within it that is a whole message breaks neither.
    @usableFromInline
    let plainLimit: UInt64

    /// Frames of the message under way; 0 between messages.
    @usableFromInline
    var fragments: UInt64 = 0
    @usableFromInline
    var messagePayload: UInt64 = 0

    package init(sender: EndpointRole, meaningfulReservedBits: UInt8, limits: FrameLimits) {
        self.sender = sender
        meaningfulBits = meaningfulReservedBits
        self.limits = limits
        plainLimit = limits.fragments == 0 ? 0 : min(limits.framePayload, limits.messagePayload)
    }

    @inlinable
    package var isInsideMessage: Bool { fragments > 0 }

    /// Goes on behind frames that it was not shown.
    package mutating func resume(isInsideMessage: Bool) {
        fragments = isInsideMessage ? 1 : 0
        messagePayload = 0
    }

    /// Whether this is a frame that breaks nothing and changes nothing where no message is under way: a
    /// whole text or binary message, masked as its sender must, its length well written. Nearly all are.
    @inlinable
    @inline(__always)
    func admitsPlainly(_ header: FrameHeader) -> Bool {
        (header.firstByte == 0x81 || header.firstByte == 0x82)
            && header.isMasked == (sender == .client)
            && header.payloadLength <= plainLimit
            && header.lengthForm == .minimal(for: header.payloadLength)
    }

    /// Everything that is wrong with a frame, given those before it; the frame counts as received.
    package mutating func judge(_ header: FrameHeader) -> FrameOffences {
        var found = bitOffences(header).union(lengthOffences(header))
        if !header.opcode.isControl {
            found.formUnion(follow(header))
        }
        return found
    }

    private func bitOffences(_ header: FrameHeader) -> FrameOffences {
        var found: FrameOffences = []
        if header.reservedBits & ~meaningfulBits != 0 {
            found.insert(FrameOffences(.reservedBits))
        }
        if header.reservedBits & meaningfulBits & 4 != 0, header.opcode != .text, header.opcode != .binary {
            found.insert(FrameOffences(.compressedContinuation))
        }
        if header.opcode.isReserved {
            found.insert(FrameOffences(.reservedOpcode))
        }
        if header.opcode.isControl && !header.isFinal {
            found.insert(FrameOffences(.fragmentedControl))
        }
        switch sender {
        case .client where !header.isMasked: found.insert(FrameOffences(.unmaskedClientFrame))
        case .server where header.isMasked: found.insert(FrameOffences(.maskedServerFrame))
        default: break
        }
        return found
    }

    private func lengthOffences(_ header: FrameHeader) -> FrameOffences {
        var found: FrameOffences = []
        let length = header.payloadLength
        if header.lengthForm != .minimal(for: length) {
            found.insert(FrameOffences(.lengthNotMinimal))
        }
        if length >> 63 != 0 {
            found.insert(FrameOffences(.lengthMostSignificantBit))
        }
        if header.opcode.isControl {
            // Also where 126 is written for less: the seven bits themselves must be at most 125.
            if header.lengthForm != .short { found.insert(FrameOffences(.oversizedControl)) }
        } else if length > limits.framePayload {
            found.insert(FrameOffences(.frameTooLarge))
        }
        return found
    }

    /// Keeps count of the message that a data frame belongs to.
    ///
    /// After a violation a lenient decoder goes on as the receivers that tolerate it would: a stray
    /// continuation begins nothing, a new message takes the place of the unfinished one.
    private mutating func follow(_ header: FrameHeader) -> FrameOffences {
        var found: FrameOffences = []
        if header.opcode == .continuation {
            guard isInsideMessage else { return FrameOffences(.continuationWithoutMessage) }
        } else {
            if isInsideMessage { found.insert(FrameOffences(.dataInsideMessage)) }
            fragments = 0
            messagePayload = 0
        }
        let (sum, overflow) = messagePayload.addingReportingOverflow(header.payloadLength)
        messagePayload = overflow ? .max : sum
        fragments &+= 1
        if messagePayload > limits.messagePayload { found.insert(FrameOffences(.messageTooLarge)) }
        if fragments > limits.fragments { found.insert(FrameOffences(.tooManyFragments)) }
        if header.isFinal {
            fragments = 0
            messagePayload = 0
        }
        return found
    }

    /// The one of several that the bytes show first; of those in the same byte, the first listed.
    static func first(of offences: FrameOffences) -> FrameOffence? {
        offences.isEmpty ? nil : offences.inOrder.first
    }

    func limit(for offence: FrameOffence) -> UInt64? {
        switch offence {
        case .frameTooLarge: limits.framePayload
        case .messageTooLarge: limits.messagePayload
        case .tooManyFragments: limits.fragments
        default: nil
        }
    }
}
