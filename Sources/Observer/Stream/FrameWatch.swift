public import WebSocketWire

/// Notes what there is to know of the frames of one direction: who scans them hands it the pieces.
///
/// What a session says at human pace is looked into to the last byte. In a flood only Close frames are, and the end of
/// the stream: `isAttentive` says whether pieces are wanted, and `passed` takes the others.
///
/// A class with one owner; it never leaves its session's thread.
public final class FrameWatch {
    /// What is known so far.
    public private(set) var log = StreamLog()
    /// Is told of every frame that begins, where somebody wants to know; then none passes unseen.
    public var onFrame: ((FrameGlimpse) -> Void)?

    private let clock: MarkClock
    private let direction: Direction
    private var rules: FrameRules
    private var deflate: DeflateParameters.Direction?
    private var payloads = PayloadWatch()
    private var scratch: [UInt8] = []
    /// Payload bytes that may still be looked into before there has to be a pause.
    private var allowance = FrameWatch.firstAllowance
    /// In microseconds.
    private var lastLook: UInt64
    /// The Close under way.
    private var closePayload: [UInt8] = []
    /// Flaws whose frame, or whose message, is not complete.
    private var openInFrame: [Int] = []
    private var openInMessage: [Int] = []
    private var tail = StreamTail()

    /// How much of the end of a read is kept where it is not looked into.
    public static let tailLength = StreamTail.most
    /// So much is looked into from the beginning.
    private static let firstAllowance = 16 * 1024
    /// And so much after every pause.
    private static let laterAllowance = 4 * 1024
    private static let pause: UInt64 = 100_000
    /// So many frames are remembered.
    private static let mostRecent = 8

    init(_ direction: Direction, _ clock: MarkClock) {
        self.direction = direction
        self.clock = clock
        lastLook = clock.now.microseconds
        rules = Self.rules(direction, isCompressed: false)
    }

    private static func rules(_ direction: Direction, isCompressed: Bool) -> FrameRules {
        FrameRules(
            sender: direction == .toServer ? .client : .server, meaningfulReservedBits: isCompressed ? 4 : 0,
            limits: .none)
    }

    /// Frames begin, and may be compressed so.
    func begin(_ deflate: DeflateParameters?) {
        self.deflate = deflate.map { direction == .toServer ? $0.toServer : $0.toClient }
        rules = Self.rules(direction, isCompressed: deflate != nil)
        payloads.compress(by: self.deflate)
        lastLook = clock.now.microseconds
    }

    /// Whether the pieces of the bytes that come now are to be handed in; else they are `skimmed`.
    ///
    /// - Parameters:
    ///   - frames: how many frames began before.
    ///   - isInsideMessage: whether a message is under way.
    public func isAttentive(at now: Moment, behind frames: UInt64, isInsideMessage: Bool) -> Bool {
        let idle = now.microseconds &- lastLook
        lastLook = now.microseconds
        if allowance > 0 { return true }
        guard idle >= Self.pause || log.close != nil else { return false }
        recall(frames: frames)
        rules.resume(isInsideMessage: isInsideMessage)
        allowance = Self.laterAllowance
        return true
    }

    /// The end of what was read without being handed in.
    ///
    /// - Parameters:
    ///   - scanner: as it stood before those bytes.
    ///   - frames: how many frames had begun before them.
    ///   - isInsideMessage: whether a message was under way.
    ///   - bytes: the last ones of the read, `StreamTail.most` at most.
    public func skimmed(
        _ scanner: borrowing FrameScanner, frames: UInt64, isInsideMessage: Bool, _ bytes: Span<UInt8>
    ) {
        tail.keep(scanner, frames: frames, isInsideMessage: isInsideMessage, bytes, clock)
    }

    /// A Close came while nothing was handed in.
    public func skimmedClose(_ payload: [UInt8], _ piece: FramePiece, frame: UInt64) {
        guard log.closes.count < 2 else { return }
        log.closes.append(
            CloseFrame(
                payload: payload, header: piece.header, frame: frame, offset: piece.frameOffset,
                mark: clock.mark()))
    }

    /// The stream is over, and this is how it stands.
    func conclude(_ stream: borrowing FrameFollower) {
        if allowance <= 0 { recall(frames: stream.frames) }
        (log.frames, log.messages) = (stream.frames, stream.messages)
        rules.resume(isInsideMessage: stream.isInsideMessage)
        settle(stream.scanner)
        if let close = log.close, stream.frames > close.frame { noteBehindClose() }
    }

    /// Looks at what was kept of bytes that were not handed in.
    private func recall(frames: UInt64) {
        guard !tail.isEmpty else { return }
        let (closes, behind, messages) = (log.closes, log.behindClose, log.messages)
        for part in tail.parts {
            rules.resume(isInsideMessage: part.isInsideMessage)
            payloads.lose(deflate)
            log.frames = part.frames
            log.recent.removeAll { $0.number > part.frames }
            clock.rewinds(to: part.mark) {
                var scanner = part.scanner
                var position = 0
                let bytes = part.bytes
                while let piece = scanner.next(in: bytes.span, at: &position) {
                    if log.frames > part.frames || piece.startsFrame { take(piece, in: bytes.span) }
                }
            }
        }
        log.flaws.sort { $0.seen < $1.seen }
        (log.closes, log.behindClose, log.messages) = (closes, behind, messages)
        (log.frames, openInFrame, openInMessage) = (frames, [], [])
        tail = StreamTail()
        payloads.lose(deflate)
    }

    /// A piece of a frame, in `bytes`.
    public func take(_ piece: FramePiece, in bytes: Span<UInt8>) {
        if piece.startsFrame { begin(piece) }
        allowance -= onFrame == nil ? piece.payload.count : 0
        if piece.header.opcode == .close {
            takeClose(piece, in: bytes)
        } else if !piece.payload.isEmpty {
            look(at: piece, in: bytes)
        }
        if piece.endsFrame { end(piece) }
        if piece.endsFrame, let onFrame, let last = log.recent.last { onFrame(last) }
        if allowance <= 0, log.unseenFrom == nil { log.unseenFrom = piece.frameOffset }
    }

    /// All of a read was taken; the stream stands where `scanner` says.
    public func settle(_ scanner: borrowing FrameScanner) {
        log.bytes = scanner.offset
        log.place =
            switch scanner.awaits {
            case .header: rules.isInsideMessage ? .betweenFragments : .betweenMessages
            case .restOfHeader(let read): .inHeader(read: read)
            case .payload(let header, let missing): .inPayload(header, missing: missing)
            }
        if log.close != nil, case .inHeader = log.place { noteBehindClose() }
    }
}

// MARK: - Frames

extension FrameWatch {
    private func begin(_ piece: FramePiece) {
        let header = piece.header
        log.frames &+= 1
        if log.close != nil { noteBehindClose() }
        let mark = clock.mark()
        for offence in rules.judge(header).inOrder { note(.header(offence), piece, seen: mark, &openInFrame) }
        noteLength(piece, mark)
        remember(FrameGlimpse(number: log.frames, offset: piece.frameOffset, header: header, mark: mark))
        if header.opcode == .text || header.opcode == .binary { payloads.begin(header) }
        if header.opcode == .close { closePayload = [] }
    }

    private func noteBehindClose() { log.behindClose = log.behindClose ?? clock.mark() }

    private func remember(_ glimpse: FrameGlimpse) {
        if log.recent.count == Self.mostRecent { log.recent.removeFirst() }
        log.recent.append(glimpse)
    }

    private func note(
        _ kind: Flaw.Kind, _ piece: FramePiece, seen: Mark? = nil, whole: Mark? = nil, _ open: inout [Int]
    ) {
        guard !log.flaws.contains(where: { $0.kind.isLike(kind) }) else { return }
        if whole == nil { open.append(log.flaws.count) }
        log.flaws.append(
            Flaw(
                kind, frame: log.frames, offset: piece.frameOffset, header: piece.header,
                seen: seen ?? clock.mark(), whole: whole))
    }

    /// Each that is twice as long as all before: limits differ, and a stream may have a million long frames.
    private func noteLength(_ piece: FramePiece, _ mark: Mark) {
        let length = piece.header.payloadLength
        guard length > Self.remarkable else { return }
        for case .length(let known) in log.flaws.map(\.kind) where length / 2 < known { return }
        openInFrame.append(log.flaws.count)
        log.flaws.append(
            Flaw(
                .length(length), frame: log.frames, offset: piece.frameOffset, header: piece.header,
                seen: mark))
    }

    private static let remarkable: UInt64 = 1 << 20

    private func takeClose(_ piece: FramePiece, in bytes: Span<UInt8>) {
        // What is longer than a control frame may be (RFC 6455 §5.5) is remembered no further.
        let room = min(piece.payload.count, max(0, ClosePayload.byteLimit - closePayload.count))
        closePayload.append(
            contentsOf: bytes.extracting(piece.payload.lowerBound..<(piece.payload.lowerBound + room)))
        noteCame(piece)
        guard piece.endsFrame else { return }
        if let key = piece.header.maskingKey {
            // A copy: without dynamic exclusivity checks, as releases are built, the field's own span is refused.
            var payload = closePayload
            var span = payload.mutableSpan
            key.apply(to: &span)
            closePayload = payload
        }
        glimpse { $0.firstBytes = Array(closePayload.prefix(FrameGlimpse.mostBytes)) }
        guard log.closes.count < 2 else { return }
        log.closes.append(
            CloseFrame(
                payload: closePayload, header: piece.header, frame: log.frames, offset: piece.frameOffset,
                mark: clock.mark()))
    }

    private func noteCame(_ piece: FramePiece) { glimpse { $0.came &+= UInt64(piece.payload.count) } }

    /// Changes what is remembered of the frame under way.
    private func glimpse(_ change: (inout FrameGlimpse) -> Void) {
        guard let last = log.recent.indices.last else { return }
        change(&log.recent[last])
    }

    private func look(at piece: FramePiece, in bytes: Span<UInt8>) {
        noteCame(piece)
        scratch.removeAll(keepingCapacity: true)
        let payload = bytes.extracting(piece.payload)
        if let key = piece.header.maskingKey {
            key.advanced(by: piece.payloadOffset).append(payload, to: &scratch)
        } else {
            scratch.append(contentsOf: payload)
        }
        let room = FrameGlimpse.mostBytes - Int(clamping: piece.payloadOffset)
        if room > 0 { glimpse { $0.firstBytes.append(contentsOf: scratch.prefix(room)) } }
        guard !piece.header.opcode.isControl else { return }
        let payloadBytes = scratch
        do throws(PayloadTrouble) { try payloads.take(payloadBytes.span) } catch { noteTrouble(error, piece) }
    }

    private func noteTrouble(_ trouble: PayloadTrouble, _ piece: FramePiece, whole: Mark? = nil) {
        switch trouble {
        case .notUTF8(let place): note(.notUTF8(at: place), piece, whole: whole, &openInMessage)
        // Nobody's fault but the machine's.
        case .deflate(.outOfMemory): break
        // What is large may be legal.
        case .deflate(.tooBig): break
        case .deflate(let violation): note(.deflate(violation), piece, whole: whole, &openInMessage)
        }
    }

    private func end(_ piece: FramePiece) {
        if !openInFrame.isEmpty { complete(&openInFrame) }
        guard !piece.header.opcode.isControl, piece.header.isFinal else { return }
        log.messages &+= 1
        do throws(PayloadTrouble) {
            try payloads.end()
        } catch {
            noteTrouble(error, piece, whole: clock.mark())
        }
        if !openInMessage.isEmpty { complete(&openInMessage) }
    }

    private func complete(_ open: inout [Int]) {
        let mark = clock.mark()
        for index in open { log.flaws[index].whole = mark }
        open = []
    }
}

extension Flaw.Kind {
    /// Whether it is the same flaw, wherever it stands.
    fileprivate func isLike(_ other: Flaw.Kind) -> Bool {
        switch (self, other) {
        case (.header(let one), .header(let two)): one == two
        case (.notUTF8, .notUTF8), (.deflate, .deflate): true
        default: false
        }
    }
}
