public import WebSocketWire

/// Notes what there is to know of the frames of one direction: who scans them hands it the pieces.
///
/// It looks into what it is shown; `FrameFollower` says what that is.
///
/// A class with one owner; it never leaves its session's thread.
public final class FrameWatch {
    /// What is known so far.
    public var log: StreamLog {
        var log = facts
        log.recent = Array(recent[oldest...] + recent[..<oldest])
        return log
    }

    private var facts = StreamLog()
    /// The last frames, in a ring.
    private var recent: [FrameGlimpse] = []
    private var oldest = 0
    private var newest = 0
    /// Is told of every frame that is complete, where somebody wants to know; then none passes unseen.
    public var onFrame: ((FrameGlimpse) -> Void)?

    private let clock: MarkClock
    private let direction: Direction
    private var rules: FrameRules
    private var deflate: DeflateParameters.Direction?
    private var payloads = PayloadWatch()
    private var scratch: [UInt8] = []
    /// Payload bytes that may still be looked into before there has to be a pause.
    private var allowance = FrameWatch.firstAllowance
    private var offencesNoted: FrameOffences = []
    /// Flaws whose frame, or whose message, is not complete.
    private var openInFrame: [Int] = []
    private var openInMessage: [Int] = []

    /// So much is looked into from the beginning.
    private static let firstAllowance = 4 * 1024
    /// And so much after every pause.
    private static let laterAllowance = 4 * 1024
    /// So many frames are remembered.
    private static let mostRecent = 8

    init(_ direction: Direction, _ clock: MarkClock) {
        self.direction = direction
        self.clock = clock
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
    }

    /// One that has seen the same, and sees other things from here on.
    func separated() -> FrameWatch {
        let other = FrameWatch(direction, clock)
        (other.facts, other.recent, other.oldest, other.newest) = (facts, recent, oldest, newest)
        (other.rules, other.deflate, other.allowance) = (rules, deflate, allowance)
        (other.offencesNoted, other.openInFrame) = (offencesNoted, openInFrame)
        other.openInMessage = openInMessage
        // What is under way was read by this one, and cannot be read twice.
        other.payloads.lose(deflate)
        return other
    }

    /// Whether it wants to be shown more, without a pause before.
    public var isAttentive: Bool { allowance > 0 || facts.close != nil }

    /// Goes on behind so many frames, all of which it was shown or will never be.
    func resume(behind frames: UInt64, isInsideMessage: Bool) {
        guard allowance <= 0 else { return }
        allowance = Self.laterAllowance
        facts.frames = frames
        rules.resume(isInsideMessage: isInsideMessage)
        payloads.lose(deflate)
    }

    /// Bytes of a payload are missing: what stands around them says nothing of a message any more.
    func miss(
        _ count: UInt64, behind frames: UInt64, isInsideMessage: Bool, _ scanner: borrowing FrameScanner
    ) {
        facts.frames = frames
        glimpse { if $0.number == frames { $0.came &+= count } }
        rules.resume(isInsideMessage: isInsideMessage)
        payloads.lose(deflate)
        if facts.unseenFrom == nil { facts.unseenFrom = scanner.offset }
        settle(scanner)
    }

    /// A Close is complete: who follows the stream has all of its payload, whatever part of it was shown.
    public func closed(_ payload: [UInt8], _ piece: FramePiece, frame: UInt64) {
        guard facts.closes.count < 2 else { return }
        facts.closes.append(
            CloseFrame(
                payload: payload, header: piece.header, frame: frame, offset: piece.frameOffset,
                mark: clock.mark()))
    }

    /// So many frames have begun, behind a Close that was not shown too.
    func skimmed(frames: UInt64) {
        facts.frames = frames
        if let close = facts.close, frames > close.frame { noteBehindClose() }
    }

    /// The stream is over, and this is how it stands.
    func conclude(_ stream: inout FrameFollower) {
        stream.catchUp(self)
        // Who was shown every frame knows better: a stray continuation begins nothing that could go on.
        if facts.frames != stream.frames { rules.resume(isInsideMessage: stream.isInsideMessage) }
        (facts.frames, facts.messages) = (stream.frames, stream.messages)
        settle(stream.scanner)
    }

    /// Looks at the beginning of a frame that passed without being shown.
    func recall(_ frame: StreamTail.Frame) {
        let (closes, behind, messages, allowed) = (facts.closes, facts.behindClose, facts.messages, allowance)
        let frames = facts.frames
        var scanner = FrameScanner(at: frame.offset)
        var position = 0
        while let piece = scanner.next(in: frame.bytes.span, at: &position) {
            // A continuation continues something that passed unseen; any other frame, nothing.
            rules.resume(isInsideMessage: piece.header.opcode == .continuation)
            payloads.lose(deflate)
            facts.frames = frame.number - 1
            clock.rewinds(to: frame.at) { take(piece, in: frame.bytes.span) }
        }
        (facts.closes, facts.behindClose, facts.messages, allowance) = (closes, behind, messages, allowed)
        (facts.frames, openInFrame, openInMessage) = (frames, [], [])
        payloads.lose(deflate)
    }

    /// A piece of a frame, in `bytes`.
    public func take(_ piece: FramePiece, in bytes: Span<UInt8>) {
        if piece.startsFrame { begin(piece) }
        allowance -= onFrame == nil ? piece.payload.count : 0
        if !piece.payload.isEmpty { look(at: piece, in: bytes) }
        if piece.endsFrame { end(piece) }
        if piece.endsFrame, let onFrame, newest < recent.count { onFrame(recent[newest]) }
        if allowance <= 0, facts.unseenFrom == nil { facts.unseenFrom = piece.frameOffset }
    }

    /// All of a read was taken; the stream stands where `scanner` says.
    public func settle(_ scanner: borrowing FrameScanner) {
        // Thousands of idle sessions would keep it for nothing.
        scratch = []
        facts.bytes = scanner.offset
        facts.place =
            switch scanner.awaits {
            case .header: rules.isInsideMessage ? .betweenFragments : .betweenMessages
            case .restOfHeader(let read): .inHeader(read: read)
            case .payload(let header, let missing): .inPayload(header, missing: missing)
            }
    }
}

// MARK: - Frames

extension FrameWatch {
    private func begin(_ piece: FramePiece) {
        let header = piece.header
        facts.frames &+= 1
        // Of a control frame the first that anybody notices is that it is complete.
        if facts.close != nil, !header.opcode.isControl { noteBehindClose() }
        let mark = clock.mark()
        // Once each: a stream of nothing but bad frames costs no more than any other.
        let offences = rules.judge(header).subtracting(offencesNoted)
        if !offences.isEmpty {
            offencesNoted.formUnion(offences)
            for offence in offences.inOrder { note(.header(offence), piece, seen: mark, &openInFrame) }
        }
        noteLength(piece, mark)
        remember(FrameGlimpse(number: facts.frames, offset: piece.frameOffset, header: header, mark: mark))
        if header.opcode == .text || header.opcode == .binary { payloads.begin(header) }
    }

    private func noteBehindClose() { facts.behindClose = facts.behindClose ?? clock.mark() }

    private func remember(_ glimpse: FrameGlimpse) {
        guard recent.count == Self.mostRecent else {
            newest = recent.count
            return recent.append(glimpse)
        }
        newest = oldest
        recent[newest] = glimpse
        oldest = (oldest + 1) % Self.mostRecent
    }

    private func note(
        _ kind: Flaw.Kind, _ piece: FramePiece, seen: Mark? = nil, whole: Mark? = nil, _ open: inout [Int]
    ) {
        guard !facts.flaws.contains(where: { $0.kind.isLike(kind) }) else { return }
        if whole == nil { open.append(facts.flaws.count) }
        facts.flaws.append(
            Flaw(
                kind, frame: facts.frames, offset: piece.frameOffset, header: piece.header,
                seen: seen ?? clock.mark(), whole: whole))
    }

    /// Each that is twice as long as all before: limits differ, and a stream may have a million long frames.
    private func noteLength(_ piece: FramePiece, _ mark: Mark) {
        let length = piece.header.payloadLength
        guard length > Self.remarkable else { return }
        for case .length(let known) in facts.flaws.map(\.kind) where length / 2 < known { return }
        openInFrame.append(facts.flaws.count)
        facts.flaws.append(
            Flaw(
                .length(length), frame: facts.frames, offset: piece.frameOffset, header: piece.header,
                seen: mark))
    }

    private static let remarkable: UInt64 = 1 << 20

    private func noteCame(_ piece: FramePiece) { glimpse { $0.came &+= UInt64(piece.payload.count) } }

    /// Changes what is remembered of the frame under way.
    private func glimpse(_ change: (inout FrameGlimpse) -> Void) {
        guard newest < recent.count else { return }
        change(&recent[newest])
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
        let payloadBytes = scratch
        if piece.payloadOffset < UInt64(FrameGlimpse.mostBytes) { glimpse { $0.append(payloadBytes.span) } }
        guard !piece.header.opcode.isControl else { return }
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
        if let close = facts.close, facts.frames > close.frame { noteBehindClose() }
        if !openInFrame.isEmpty { complete(&openInFrame) }
        guard !piece.header.opcode.isControl, piece.header.isFinal else { return }
        facts.messages &+= 1
        do throws(PayloadTrouble) {
            try payloads.end()
        } catch {
            noteTrouble(error, piece, whole: clock.mark())
        }
        if !openInMessage.isEmpty { complete(&openInMessage) }
    }

    private func complete(_ open: inout [Int]) {
        let mark = clock.mark()
        for index in open { facts.flaws[index].whole = mark }
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
