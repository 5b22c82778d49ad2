internal import WebSocketWire

/// All that a decoder says of a stream, apart from where the pieces of payloads end.
struct FrameTranscript: Equatable {
    struct Frame: Equatable {
        let header: FrameHeader
        let offset: UInt64
        let offences: FrameOffences
        /// Unmasked; as much as came.
        var payload: [UInt8] = []
    }

    private(set) var frames: [Frame] = []
    private(set) var violation: FrameViolation?
    private(set) var ending: Ending?

    /// Where the decoder stands in the end.
    struct Ending: Equatable {
        let offset: UInt64
        let isBetweenFrames: Bool
        let isInsideMessage: Bool
        let awaits: FrameScanner.Awaited
    }

    /// What a decoder says of `stream` in pieces.
    init(of stream: Span<UInt8>, in sizes: Pieces.Sizes, by decoder: FrameDecoder) {
        var decoder = decoder
        for range in Pieces(of: stream.count, sizes) {
            take(stream.extracting(range), by: &decoder)
        }
        // After a violation, how far a strict decoder has read says only how it was fed.
        guard violation == nil else { return }
        ending = Ending(
            offset: decoder.offset, isBetweenFrames: decoder.isBetweenFrames,
            isInsideMessage: decoder.isInsideMessage, awaits: decoder.awaits)
    }

    private mutating func take(_ piece: Span<UInt8>, by decoder: inout FrameDecoder) {
        var bytes = [UInt8](copying: piece)
        var span = bytes.mutableSpan
        var position = 0
        do throws(FrameViolation) {
            while let piece = try decoder.next(in: &span, at: &position) {
                add(piece, offences: decoder.offences, bytes: span.span)
            }
        } catch {
            precondition(violation == nil || violation == error, "a strict decoder changed its mind")
            violation = error
        }
    }

    private mutating func add(_ piece: FramePiece, offences: FrameOffences, bytes: Span<UInt8>) {
        if piece.startsFrame {
            frames.append(Frame(header: piece.header, offset: piece.frameOffset, offences: offences))
        }
        frames[frames.count - 1].payload.append(contentsOf: bytes.extracting(piece.payload))
    }
}
