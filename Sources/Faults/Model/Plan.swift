public import Observer
public import WebSocketWire

/// What leaves in place of what a rule matched: first what the peer sent, then what each fault makes of it.
///
/// A rule looks at what peers send, never at what other rules made of it; its faults work on what the earlier rules
/// left. Items leave in their order. Behind an `end` of the target leg nothing leaves.
public struct Plan {
    /// Something that leaves, or happens when its turn has come.
    public enum Item: Sendable {
        /// A frame.
        case frame(DraftFrame)
        /// The head of a request or a response; only in a handshake's plan.
        case head(DraftHead)
        /// These bytes.
        case bytes([UInt8])
        /// Everything behind it waits so long.
        case pause(Duration)
        /// Everything behind it waits until the other things have happened that were due; nothing else does.
        case end(PlannedEnd)
        /// A fault begins that lasts, with its own stream of draws.
        case begin(any LastingFault, RandomStream)
        /// These leave later: a message, or a control frame.
        case held(HeldBack)
    }

    /// Which way it leaves.
    public let direction: Direction
    /// What leaves.
    public var items: [Item]
    /// What leaves the other way, to the sender: frames, bytes, pauses and ends.
    public var reply: [Item] = []
    /// The message as its sender meant it, uncompressed: nil where the rule is about single frames, the handshake or
    /// a time, or where it could not be inflated.
    public internal(set) var message: [UInt8]?
    /// The message while a rule is about single frames.
    private var messageAside: [UInt8]?
    /// Whether permessage-deflate was agreed on.
    public let isDeflateAgreed: Bool
    /// Compresses what replaces compressed messages.
    let compression: MessageCompression?

    /// What a peer sent.
    ///
    /// - Parameters:
    ///   - direction: which way it goes.
    ///   - items: as it came.
    ///   - message: uncompressed, where a message is what it is about.
    ///   - compression: that of the direction, where one was agreed on.
    public init(
        _ direction: Direction, _ items: [Item] = [], message: [UInt8]? = nil,
        compression: MessageCompression? = nil
    ) {
        self.direction = direction
        self.items = items
        self.message = message
        self.compression = compression
        isDeflateAgreed = compression != nil
    }
}

/// What is kept back to leave later.
public struct HeldBack: Sendable {
    /// The first frame's opcode.
    public var opcode: Opcode
    /// The message uncompressed, if its frames have to be compressed anew when they leave.
    public var plaintext: [UInt8]?
    /// The frames as they were.
    public var frames: [DraftFrame]
    /// So many further units of the direction go first.
    public var count: Int
    /// Or until so much time has passed, if that is sooner.
    public var time: Duration?

    /// Keeps these back.
    public init(
        _ frames: [DraftFrame], opcode: Opcode, plaintext: [UInt8]?, behind count: Int,
        orAfter time: Duration?
    ) {
        self.frames = frames
        self.opcode = opcode
        self.plaintext = plaintext
        self.count = count
        self.time = time
    }
}

// MARK: What a rule is about

extension Plan {
    /// The next rule is about the message: all of its frames that are left.
    public mutating func focusOnMessage() {
        let wasAboutFrame = messageAside != nil
        message = message ?? messageAside
        messageAside = nil
        focus { $0.origin != nil && !$0.header.opcode.isControl }
        // A rule about one of its frames may have changed it.
        if wasAboutFrame, !isCompressed { message = wirePayload }
    }

    /// The next rule is about the one frame that was the `origin`-th of its direction.
    public mutating func focus(onFrame origin: UInt64) {
        messageAside = messageAside ?? message
        message = nil
        focus { $0.origin == origin }
    }

    private mutating func focus(_ isSubject: (DraftFrame) -> Bool) {
        for index in items.indices {
            guard case .frame(var frame) = items[index] else { continue }
            frame.isSubject = isSubject(frame)
            items[index] = .frame(frame)
        }
    }

    /// Nobody can tell any more what the message that the rule is about, or whose frame it is about, means.
    mutating func forgetMessage() {
        message = nil
        messageAside = nil
    }

    /// The frames the rule is about.
    public var subject: [DraftFrame] {
        items.compactMap { if case .frame(let frame) = $0, frame.isSubject { frame } else { nil } }
    }

    /// Their payloads in a row: compressed where the message is.
    public var wirePayload: [UInt8] { subject.flatMap(\.payload) }

    /// Whether the rule is about a compressed message.
    public var isCompressed: Bool {
        guard compression != nil, let first = subject.first else { return false }
        return first.header.isCompressed && !first.header.opcode.isControl
    }

    /// Changes each frame that the rule is about, without regard to compression: what is done to the payload is done
    /// to compressed bytes.
    public mutating func editFrames(_ edit: (inout DraftFrame) -> Void) {
        for index in items.indices {
            guard case .frame(var frame) = items[index], frame.isSubject else { continue }
            edit(&frame)
            items[index] = .frame(frame)
        }
    }

    /// Puts items where the first frame stood that the rule is about, and takes all of those out.
    ///
    /// Say `compression` what becomes of a compressed message before; `removeMessage` and `replaceMessage` do.
    public mutating func replaceSubject(with new: [Item]) {
        let place = firstSubject ?? items.endIndex
        let head = items[..<place]
        let tail = items[place...].filter {
            if case .frame(let frame) = $0 { !frame.isSubject } else { true }
        }
        items = head + new + tail
    }

    /// Puts items before what the rule is about.
    public mutating func insertBefore(_ new: [Item]) {
        items.insert(contentsOf: new, at: firstSubject ?? items.startIndex)
    }

    /// Puts items behind what the rule is about.
    public mutating func insertAfter(_ new: [Item]) {
        let last = items.lastIndex { if case .frame(let frame) = $0 { frame.isSubject } else { false } }
        items.insert(contentsOf: new, at: last.map { $0 + 1 } ?? items.endIndex)
    }

    private var firstSubject: Int? {
        items.firstIndex { if case .frame(let frame) = $0 { frame.isSubject } else { false } }
    }
}

// MARK: Messages

extension Plan {
    /// Takes out what the rule is about. Where it was a compressed message, what follows is compressed anew, so that
    /// it can still be read: losing a message must not look like garbage.
    public mutating func removeMessage() {
        if isCompressed {
            compression?.dropped(subject)
            forgetMessage()
        }
        replaceSubject(with: [])
    }

    /// Sends another text or other bytes in place of the message that the rule is about, in one frame with the first
    /// one's header; compressed if the message was. Where a compressed message could not be read, or the rule is about
    /// one of its frames, they go uncompressed.
    public mutating func replaceMessage(with plaintext: [UInt8]) {
        guard var frame = subject.first else { return }
        let isCompressed = isCompressed
        frame.header.isFinal = frame.header.isFinal || message != nil
        if isCompressed, message != nil, let compression {
            compression.dropped(subject)
            frame = compression.frame(like: frame, plaintext)
        } else {
            if isCompressed {
                compression?.dropped(subject)
                frame.header.reservedBits &= 3
            }
            frame.setPayload(plaintext)
        }
        frame.isSubject = true
        replaceSubject(with: [.frame(frame)])
        if message != nil { message = plaintext }
    }

    /// A second one of the message that the rule is about, which inflates to the same.
    public func copyOfMessage() -> [DraftFrame] {
        let frames = subject
        guard isCompressed, let compression, let message, let first = frames.first else {
            return frames.map { $0.asAddition }
        }
        return [compression.frame(like: first, message).asAddition]
    }

    /// A frame of the direction's sender: masked with a drawn key if that is the client.
    public func frame(
        _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true, _ random: inout RandomStream
    ) -> DraftFrame {
        Self.frame(direction, opcode, payload, isFinal: isFinal, &random)
    }

    /// A frame of the other side, for `reply`.
    public func replyFrame(_ opcode: Opcode, _ payload: [UInt8], _ random: inout RandomStream) -> DraftFrame {
        Self.frame(direction.source.other.onward, opcode, payload, isFinal: true, &random)
    }

    private static func frame(
        _ direction: Direction, _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool,
        _ random: inout RandomStream
    ) -> DraftFrame {
        let key = MaskingKey(bits: UInt32(truncatingIfNeeded: random.next()))
        return DraftFrame(
            FrameHeader(
                opcode: opcode, isFinal: isFinal, maskingKey: direction == .toServer ? key : nil,
                payloadLength: UInt64(payload.count)),
            payload: payload)
    }
}

extension DraftFrame {
    /// The same, and no rule is about it.
    public var asAddition: DraftFrame {
        var copy = self
        copy.isSubject = false
        copy.origin = nil
        return copy
    }
}
