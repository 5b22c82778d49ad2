package import WebSocketWire

/// What must hold of one piece after the other, whoever found them.
package struct PieceWatch {
    /// Where the frame under way begins, and how much of its payload came.
    private var frameOffset: UInt64 = 0
    private var payloadSeen: UInt64 = 0
    private var header: FrameHeader?

    package init() {}

    /// A piece that was found in `bytes` between two positions.
    package mutating func take(_ piece: FramePiece, of bytes: Span<UInt8>, before: Int, after: Int) {
        precondition(
            before <= piece.payload.lowerBound && piece.payload.upperBound == after && after <= bytes.count,
            "a piece outside the bytes it was found in")
        precondition(piece.startsFrame == (header == nil), "a frame starts in the middle of another")
        precondition(piece.frameOffset == frameOffset, "a frame does not begin where the one before ended")
        precondition(piece.payloadOffset == payloadSeen, "payload lost or doubled")
        precondition(header == nil || header == piece.header, "a header changes within its frame")
        precondition(
            piece.startsFrame || before == piece.payload.lowerBound, "bytes lost before a payload's rest")
        payloadSeen += UInt64(piece.payload.count)
        precondition(payloadSeen <= piece.header.payloadLength, "more payload than the header says")
        let isComplete = payloadSeen == piece.header.payloadLength
        precondition(piece.endsFrame == isComplete, "a piece is wrong about being the last")
        header = isComplete ? nil : piece.header
        if isComplete {
            // Only a frame whose payload came: so this cannot pass the number of bytes that exist.
            frameOffset += UInt64(piece.header.encodedLength) + payloadSeen
            payloadSeen = 0
        }
    }

    /// That a payload was unmasked byte for byte as RFC 6455 §5.3 has it: original-octet-i XOR key-octet-(i MOD 4).
    package func checkMask(of piece: FramePiece, from original: Span<UInt8>, to unmasked: Span<UInt8>) {
        let key = (piece.header.maskingKey ?? .zero).bytes
        var word = UInt32(key[0]) | UInt32(key[1]) << 8 | UInt32(key[2]) << 16 | UInt32(key[3]) << 24
        let turns = UInt32(truncatingIfNeeded: piece.payloadOffset & 3) &* 8
        word = word &>> turns | word &<< (32 &- turns)
        let (theirs, ours) = (original.extracting(piece.payload), unmasked.extracting(piece.payload))
        // One comparison for all: libFuzzer is told of each, which takes longer than the comparison.
        var difference: UInt8 = 0
        for index in ours.indices {
            difference |= ours[index] ^ theirs[index] ^ UInt8(truncatingIfNeeded: word)
            word = word >> 8 | word << 24
        }
        precondition(difference == 0, "a payload byte is wrongly unmasked")
    }
}
