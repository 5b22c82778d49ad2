internal import WebSocketWire

/// A bug that only somebody finds who knows frames: what `make fuzz` measures the mutator by.
///
/// It bites where a client sends a whole text, whose length takes the two-byte form and needs it, and then a
/// Close with the code 1015, which may not stand on the wire. Nothing in the repository leads there but the
/// coverage of the decoder and of these lines.
public func fuzzPlanted(_ input: Span<UInt8>) {
    var decoder = FrameDecoder(from: .client, strictness: .lenient)
    var bytes = [UInt8](copying: input)
    var span = bytes.mutableSpan
    var position = 0
    guard let text = next(of: &decoder, in: &span, at: &position), isWholeText(text) else { return }
    guard let close = next(of: &decoder, in: &span, at: &position), isClose(close) else { return }
    let start = close.payload.lowerBound
    let code = UInt16(span[start]) << 8 | UInt16(span[start + 1])
    precondition(CloseCode(rawValue: code) != .tlsHandshake, "the planted bug was found")
}

private func next(
    of decoder: inout FrameDecoder, in bytes: inout MutableSpan<UInt8>, at position: inout Int
) -> FramePiece? {
    try? decoder.next(in: &bytes, at: &position)
}

private func isWholeText(_ piece: FramePiece) -> Bool {
    piece.header.opcode == .text && piece.header.isFinal && piece.header.isMasked && piece.endsFrame
        && piece.header.lengthForm == .two && piece.header.payloadLength > 125
}

private func isClose(_ piece: FramePiece) -> Bool {
    piece.header.opcode == .close && piece.header.isMasked && piece.payload.count >= 2
}
