public import WebSocketWire

/// Counts the frames of a stream as they pass, and shows them to who watches.
///
/// What a session says at human pace is shown to the last byte. In a flood it is not: then a frame costs a look at its
/// header, and the beginning of the last frame is kept, to be shown before anything else is said of the session.
public struct FrameFollower: Sendable {
    /// Finds the frames.
    public var scanner = FrameScanner()
    /// Frames that began.
    public var frames: UInt64 = 0
    /// Messages that were complete.
    public var messages: UInt64 = 0
    /// Whether a message has begun that goes on behind the frame that came last.
    public var isInsideMessage = false
    /// Whether what comes next has to be shown.
    var isShown = true
    /// When something came last, in microseconds.
    var lastRead: UInt64 = 0
    var tail = StreamTail()
    /// Close frames that came where nothing was shown.
    private var met: [MetClose] = []
    var hasMetClose = false
    /// The payload of a Close frame as far as it came.
    private var closePayload: [UInt8] = []

    /// A Close that was complete.
    private struct MetClose: Sendable {
        let piece: FramePiece
        let payload: [UInt8]
        let frame: UInt64
    }

    /// A stream at its beginning.
    public init() {}

    /// Whether the bytes that were skimmed last were whole data frames, and nothing else.
    package private(set) var hasSkimmedPlainly = false

    /// After so many microseconds without a byte all is shown again.
    static let pause: UInt64 = 100_000

    /// Follows the stream through these bytes if nobody needs to see them; else it does nothing and says no.
    @inline(never)
    public mutating func skims(_ bytes: Span<UInt8>, at now: Moment) -> Bool {
        if isShown { return false }
        let idle = now.microseconds &- lastRead
        lastRead = now.microseconds
        if idle >= Self.pause {
            isShown = true
            return false
        }
        var last = -1
        var position = scanner.isBetweenFrames ? skimPlain(bytes, &last) : 0
        hasSkimmedPlainly = position == bytes.count
        if position < bytes.count { skimRest(bytes, &position, &last) }
        if last >= 0 {
            let offset = scanner.offset &- UInt64(truncatingIfNeeded: bytes.count &- last)
            tail.keep(bytes, from: last, number: frames, offset: offset, at: now)
        }
        return !hasMetClose
    }

    /// Takes short data frames, as long as they are whole: nearly all are, and these cost no more than a look at two
    /// bytes.
    @inline(__always)
    private mutating func skimPlain(_ bytes: Span<UInt8>, _ last: inout Int) -> Int {
        var position = 0
        var (begun, ended): (UInt64, UInt64) = (0, 0)
        var isFinal = !isInsideMessage
        while position &+ 1 < bytes.count {
            let (first, second) = (bytes[position], bytes[position &+ 1])
            let length = Int(second & 0x7F)
            let end = position &+ 2 &+ length &+ Int(second >> 7) &* 4
            guard first & 8 == 0, length < 126, end <= bytes.count else { break }
            begun &+= 1
            ended &+= UInt64(first >> 7)
            isFinal = first & 0x80 != 0
            last = position
            position = end
        }
        frames &+= begun
        messages &+= ended
        isInsideMessage = !isFinal
        scanner.skipWholeFrames(position)
        return position
    }

    /// Takes all the rest.
    private mutating func skimRest(_ bytes: Span<UInt8>, _ position: inout Int, _ last: inout Int) {
        while true {
            let start = position
            guard let piece = scanner.next(in: bytes, at: &position) else { return }
            if piece.startsFrame { last = start }
            count(piece)
            if piece.header.opcode == .close { meet(piece, in: bytes) }
        }
    }

    /// Follows the stream through bytes that `skims` did not take; where it met a Close, that is told of now.
    ///
    /// - Parameters:
    ///   - watch: who is to be shown the frames.
    ///   - onClose: is told of every Close that is complete, with its payload unmasked.
    public mutating func follow(
        _ bytes: Span<UInt8>, _ watch: FrameWatch?, at now: Moment, onClose: (FramePiece, [UInt8]) -> Void
    ) {
        guard !hasMetClose else { return tellOfMet(to: watch, onClose) }
        lastRead = now.microseconds
        catchUp(watch)
        watch?.resume(behind: frames, isInsideMessage: isInsideMessage)
        var position = 0
        while let piece = scanner.next(in: bytes, at: &position) {
            count(piece)
            watch?.take(piece, in: bytes)
            if piece.header.opcode == .close, let payload = takeClose(piece, in: bytes) {
                watch?.closed(payload, piece, frame: frames)
                onClose(piece, payload)
            }
        }
        watch?.settle(scanner)
        isShown = watch?.isAttentive ?? false
    }

    /// Shows what was kept while nothing was shown.
    public mutating func catchUp(_ watch: FrameWatch?) {
        guard let frame = tail.take() else { return }
        watch?.recall(frame)
    }

    /// Takes the next bytes of a Close: all of its payload, once it is complete.
    public mutating func takeClose(_ piece: FramePiece, in bytes: Span<UInt8>) -> [UInt8]? {
        if piece.startsFrame { closePayload = [] }
        // What is longer than a control frame may be (RFC 6455 §5.5) is remembered no further.
        let room = max(0, ClosePayload.byteLimit - closePayload.count)
        let part = piece.payload.lowerBound..<(piece.payload.lowerBound + min(room, piece.payload.count))
        closePayload.append(contentsOf: bytes.extracting(part))
        guard piece.endsFrame else { return nil }
        if let key = piece.header.maskingKey {
            var span = closePayload.mutableSpan
            key.apply(to: &span)
        }
        defer { closePayload = [] }
        return closePayload
    }

    /// Counts a piece.
    public mutating func count(_ piece: FramePiece) {
        if piece.startsFrame { frames &+= 1 }
        guard !piece.header.opcode.isControl else { return }
        // Its header says so already: the next one is judged by it, whoever asks before the payload is complete.
        isInsideMessage = !piece.header.isFinal
        if piece.endsFrame, piece.header.isFinal { messages &+= 1 }
    }
}

// MARK: Where bytes are missing

extension FrameFollower {
    /// So many bytes came that nobody will ever see. No, where they are not all of the payload under way: then nobody
    /// knows any more where a frame begins.
    package mutating func miss(_ count: UInt64, _ watch: FrameWatch?) -> Bool {
        guard case .payload(let header, let missing) = scanner.awaits, count <= missing else { return false }
        catchUp(watch)
        scanner.skip(count)
        closePayload = []
        if count == missing, !header.opcode.isControl {
            isInsideMessage = !header.isFinal
            if header.isFinal { messages &+= 1 }
        }
        watch?.miss(count, behind: frames, isInsideMessage: isInsideMessage, scanner)
        return true
    }
}

// MARK: Where somebody else takes the pieces

extension FrameFollower {
    /// Whether pieces that come now are to be shown to `watch`.
    public mutating func isWanted(by watch: FrameWatch?, at now: Moment) -> Bool {
        let idle = now.microseconds &- lastRead
        lastRead = now.microseconds
        guard let watch, isShown || idle >= Self.pause else { return false }
        watch.resume(behind: frames, isInsideMessage: isInsideMessage)
        return true
    }

    /// All pieces of a read were shown, or, without a watch, none.
    public mutating func wasShown(to watch: FrameWatch?) {
        watch?.settle(scanner)
        isShown = watch?.isAttentive ?? false
    }

    /// Tells of a Close that is complete.
    public mutating func tell(_ watch: FrameWatch?, of payload: [UInt8], _ piece: FramePiece) {
        watch?.closed(payload, piece, frame: frames)
    }
}

extension FrameFollower {
    mutating func meet(_ piece: FramePiece, in bytes: Span<UInt8>) {
        guard let payload = takeClose(piece, in: bytes) else { return }
        met.append(MetClose(piece: piece, payload: payload, frame: frames))
        hasMetClose = true
    }

    /// From here on all is shown: little follows a Close, and each byte of it matters.
    private mutating func tellOfMet(to watch: FrameWatch?, _ onClose: (FramePiece, [UInt8]) -> Void) {
        catchUp(watch)
        watch?.resume(behind: frames, isInsideMessage: isInsideMessage)
        for close in met {
            watch?.closed(close.payload, close.piece, frame: close.frame)
            onClose(close.piece, close.payload)
        }
        (met, hasMetClose) = ([], false)
        watch?.skimmed(frames: frames)
        watch?.settle(scanner)
        isShown = watch != nil
    }
}
