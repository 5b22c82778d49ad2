internal import WebSocketWire

/// A stream's bytes as the frames that they are, legal or not, and what is left behind the last of them.
///
/// Nothing is judged and nothing is lost: the bytes of a sequence are the bytes that it was read from, whatever
/// they were. A length that is too large for what follows is a frame with less payload than its header says.
public struct FrameSequence: Hashable, Sendable {
    /// The frames, in order.
    public var frames: [DraftFrame]
    /// The header that the stream's end cut: up to 13 bytes, mostly none.
    public var tail: [UInt8]

    /// These frames.
    public init(_ frames: [DraftFrame], tail: [UInt8] = []) {
        self.frames = frames
        self.tail = tail
    }

    /// Reads the frames from a stream's bytes.
    public init(_ bytes: Span<UInt8>) {
        self.init([])
        var scanner = FrameScanner()
        var (position, end) = (0, 0)
        while let piece = scanner.next(in: bytes, at: &position) {
            var payload: [UInt8] = []
            (piece.header.maskingKey ?? .zero).append(bytes.extracting(piece.payload), to: &payload)
            frames.append(DraftFrame(piece.header, payload: payload))
            end = position
        }
        tail = [UInt8](copying: bytes.extracting(end...))
    }

    /// The bytes that leave.
    public func append(to output: inout [UInt8]) {
        for frame in frames { frame.append(to: &output) }
        output.append(contentsOf: tail)
    }

    /// The bytes that leave.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frames.byteCount + tail.count)
        append(to: &bytes)
        return bytes
    }
}

extension [DraftFrame] {
    /// How many bytes leave.
    var byteCount: Int { reduce(0) { $0 + $1.header.encodedLength + $1.payload.count } }
}
