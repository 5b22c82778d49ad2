public import WebSocketWire

/// Counts the frames of a stream as they pass, and shows them to who watches.
///
/// All that most frames cost is a look at their header.
public struct FrameFollower: Sendable {
    /// Finds the frames.
    public var scanner = FrameScanner()
    /// Frames that began.
    public var frames: UInt64 = 0
    /// Messages that were complete.
    public var messages: UInt64 = 0
    /// Whether a message has begun and not ended.
    public var isInsideMessage = false
    /// The payload of a Close frame as far as it came.
    private var closePayload: [UInt8] = []

    /// A stream at its beginning.
    public init() {}

    /// Follows the stream through these bytes.
    ///
    /// - Parameter onClose: is told of every Close that is complete, with its payload unmasked.
    public mutating func follow(
        _ bytes: Span<UInt8>, _ watch: FrameWatch?, at now: Moment, onClose: (FramePiece, [UInt8]) -> Void
    ) {
        guard let watch else {
            skim(bytes, from: 0, to: bytes.count, nil, onClose)
            return
        }
        if watch.isAttentive(at: now, behind: frames, isInsideMessage: isInsideMessage) {
            show(bytes, to: watch, onClose)
        } else {
            let seam = skim(bytes, from: 0, to: max(0, bytes.count - FrameWatch.tailLength), watch, onClose)
            if seam < bytes.count {
                watch.skimmed(
                    scanner, frames: frames, isInsideMessage: isInsideMessage, bytes.extracting(seam...))
                skim(bytes, from: seam, to: bytes.count, watch, onClose)
            }
        }
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

    /// Counts a piece that is no Close.
    public mutating func count(_ piece: FramePiece) {
        if piece.startsFrame { frames &+= 1 }
        guard !piece.header.opcode.isControl, piece.endsFrame else { return }
        isInsideMessage = !piece.header.isFinal
        if piece.header.isFinal { messages &+= 1 }
    }
}

extension FrameFollower {
    private mutating func show(
        _ bytes: Span<UInt8>, to watch: FrameWatch, _ onClose: (FramePiece, [UInt8]) -> Void
    ) {
        var position = 0
        while let piece = scanner.next(in: bytes, at: &position) {
            count(piece)
            watch.take(piece, in: bytes)
            if piece.header.opcode == .close, let payload = takeClose(piece, in: bytes) {
                onClose(piece, payload)
            }
        }
        watch.settle(scanner)
    }

    /// Reads headers only, up to the first frame that begins at or behind `end`; says where that is.
    @discardableResult
    private mutating func skim(
        _ bytes: Span<UInt8>, from start: Int, to end: Int, _ watch: FrameWatch?,
        _ onClose: (FramePiece, [UInt8]) -> Void
    ) -> Int {
        var position = start
        while position < end, let piece = scanner.next(in: bytes, at: &position) {
            if piece.startsFrame { frames &+= 1 }
            if piece.header.opcode.isControl {
                guard piece.header.opcode == .close, let payload = takeClose(piece, in: bytes) else {
                    continue
                }
                watch?.skimmedClose(payload, piece, frame: frames)
                onClose(piece, payload)
            } else if piece.endsFrame {
                isInsideMessage = !piece.header.isFinal
                if piece.header.isFinal { messages &+= 1 }
            }
        }
        return position
    }
}
