/// Finds the frames in a stream of bytes, reading headers only: for who relays and counts, and judges nothing.
///
/// It copies no payload and takes any split of the stream. What a scanner says of a stream does not depend
/// on the split, but for where the pieces end.
///
/// ```swift
/// var position = 0
/// while let piece = scanner.next(in: bytes, at: &position) { … }
/// ```
public struct FrameScanner: Sendable {
    /// Payload bytes of the frame under way that are still to come.
    @usableFromInline
    var awaited: UInt64 = 0

    /// Whether a header has begun and is not complete.
    @usableFromInline
    var headerCount = 0

    /// The begun header's bytes.
    @usableFromInline
    var headerBytes: [14 of UInt8] = .init(repeating: 0)

    @usableFromInline
    var header = FrameHeader(opcode: .continuation, payloadLength: 0)

    @usableFromInline
    var frameOffset: UInt64 = 0

    /// How many bytes of the stream were taken: the offset of the next one.
    @usableFromInline
    var taken: UInt64 = 0

    /// A scanner at a frame's first byte.
    @inlinable
    public init() {}

    /// A scanner at a frame's first byte, which stands there in the stream.
    package init(at offset: UInt64) {
        taken = offset
    }

    /// The stream's offset of the next byte to come.
    public var offset: UInt64 { taken }

    /// Payload bytes of the frame under way that are still to come.
    @inlinable
    public var missing: UInt64 { awaited }

    /// Whether the stream stands between two frames: an end here cuts nothing.
    public var isBetweenFrames: Bool { awaited == 0 && headerCount == 0 }

    /// What the next byte belongs to.
    public var awaits: Awaited {
        if awaited > 0 { return .payload(of: header, remaining: awaited) }
        return headerCount > 0 ? .restOfHeader(read: headerCount) : .header
    }

    /// Where in a frame a stream stands.
    public enum Awaited: Equatable, Sendable {
        /// Between two frames.
        case header
        /// In a header, of which so many bytes came.
        case restOfHeader(read: Int)
        /// In a payload, of which so many bytes are to come.
        case payload(of: FrameHeader, remaining: UInt64)
    }

    /// The next piece of a frame, or nil when all of `bytes` was taken.
    ///
    /// - Parameters:
    ///   - bytes: what came of the stream.
    ///   - position: where to go on in `bytes`; moved behind the piece.
    @inlinable
    @inline(__always)
    public mutating func next(in bytes: Span<UInt8>, at position: inout Int) -> FramePiece? {
        if awaited == 0, headerCount == 0, let header = peek(in: bytes, at: position),
            let piece = takeWhole(header, in: bytes.count, at: &position)
        {
            return piece
        }
        return resume(in: bytes, at: &position)
    }

    /// Takes `count` bytes of the payload under way without seeing them; no more than are awaited.
    public mutating func skip(_ count: UInt64) {
        precondition(count <= awaited, "skipping beyond the payload")
        awaited -= count
        taken &+= count
    }

    /// Takes whole frames, so many bytes of them, that somebody else has found: the stream has to stand between two.
    @inlinable
    @inline(__always)
    public mutating func skipWholeFrames(_ count: Int) {
        taken &+= UInt64(truncatingIfNeeded: count)
    }

    /// The header that begins here, where the bytes surely hold all of it.
    @inlinable
    @inline(__always)
    func peek(in bytes: Span<UInt8>, at position: Int) -> FrameHeader? {
        guard bytes.count &- position >= FrameHeader.longestEncoding else { return nil }
        return FrameHeader(reading: bytes, at: position)
    }

    /// Takes the frame of a header that was peeked at, if all of its payload is there.
    @inlinable
    @inline(__always)
    mutating func takeWhole(_ header: FrameHeader, in end: Int, at position: inout Int) -> FramePiece? {
        let start = position &+ header.encodedLength
        guard header.payloadLength <= UInt64(truncatingIfNeeded: end &- start) else { return nil }
        let next = start &+ Int(truncatingIfNeeded: header.payloadLength)
        let piece = FramePiece(
            header: header, frameOffset: taken, payload: start..<next, payloadOffset: 0, startsFrame: true)
        taken &+= UInt64(truncatingIfNeeded: next &- position)
        position = next
        return piece
    }

    /// Takes a header that is complete, and what there is of its payload.
    private mutating func start(
        _ header: FrameHeader, headerTaken: Int, available: Int, at position: inout Int
    ) -> FramePiece {
        let payloadStart = position &+ headerTaken
        let room = available &- headerTaken
        let count =
            header.payloadLength <= UInt64(truncatingIfNeeded: room)
            ? Int(truncatingIfNeeded: header.payloadLength) : room
        let end = payloadStart &+ count
        let piece = FramePiece(
            header: header, frameOffset: taken &- UInt64(truncatingIfNeeded: headerCount),
            payload: payloadStart..<end, payloadOffset: 0, startsFrame: true)
        taken &+= UInt64(truncatingIfNeeded: headerTaken &+ count)
        position = end
        awaited = header.payloadLength &- UInt64(truncatingIfNeeded: count)
        if awaited > 0 {
            self.header = header
            frameOffset = piece.frameOffset
        }
        return piece
    }

    /// All that is not a fresh header with room to spare: the rest of a payload, or a header in parts.
    @usableFromInline
    mutating func resume(in bytes: Span<UInt8>, at position: inout Int) -> FramePiece? {
        precondition(position >= 0 && position <= bytes.count, "position outside the bytes")
        guard position < bytes.count else { return nil }
        return awaited > 0
            ? continuePayload(in: bytes, at: &position) : completeHeader(in: bytes, at: &position)
    }

    private mutating func continuePayload(in bytes: Span<UInt8>, at position: inout Int) -> FramePiece {
        let room = bytes.count - position
        let count = awaited <= UInt64(room) ? Int(awaited) : room
        let piece = FramePiece(
            header: header, frameOffset: frameOffset, payload: position..<(position + count),
            payloadOffset: header.payloadLength - awaited, startsFrame: false)
        awaited -= UInt64(count)
        taken &+= UInt64(count)
        position += count
        return piece
    }

    private mutating func completeHeader(in bytes: Span<UInt8>, at position: inout Int) -> FramePiece? {
        let before = headerCount
        var cursor = position
        while cursor < bytes.count {
            headerBytes[headerCount] = bytes[cursor]
            headerCount += 1
            cursor += 1
            guard headerCount >= 2,
                headerCount == FrameHeader.encodedLength(secondByte: headerBytes[1])
            else { continue }
            let complete = FrameHeader(reading: headerBytes.span, at: 0)
            let available = bytes.count - position
            headerCount = before
            let piece = start(
                complete, headerTaken: cursor - position, available: available, at: &position)
            headerCount = 0
            return piece
        }
        taken &+= UInt64(cursor - position)
        position = cursor
        return nil
    }
}
