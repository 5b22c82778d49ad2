internal import WebSocketWire

/// Decodes, encodes, and decodes again.
///
/// - What a lenient decoder read is written again to the byte, legal or not.
/// - What the endpoint's encoder writes for a frame is read as that frame, and where the frame was written as
///   an endpoint writes it, the bytes are the same.
public func fuzzRoundTrip(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let parameters = FrameChoices(choices)
    let stream = input.extracting(droppingFirst: Choices.count)
    let read = FrameTranscript(of: stream, in: choices.sizes, by: parameters.decoder(.lenient))
    var written: [UInt8] = []
    for frame in read.frames {
        let start = written.count
        precondition(frame.offset == UInt64(start), "a frame's offset is not where its bytes are")
        frame.write(to: &written)
        if UInt64(frame.payload.count) == frame.header.payloadLength {
            let encoded = Array(written[start...])
            checkEncoder(frame, encoded, parameters)
        }
    }
    checkPrefix(written.span, of: stream, read)
}

extension FrameTranscript.Frame {
    fileprivate func write(to output: inout [UInt8]) {
        let start = output.count
        header.append(to: &output)
        precondition(output.count - start == header.encodedLength, "a header is not as long as it says")
        (header.maskingKey ?? .zero).append(payload.span, to: &output)
    }
}

/// Only a header that was cut off by the stream's end has left no trace.
private func checkPrefix(_ written: Span<UInt8>, of stream: Span<UInt8>, _ read: FrameTranscript) {
    precondition(written.count <= stream.count, "more was written than read")
    for index in written.indices {
        precondition(written[index] == stream[index], "a frame was not written as it was read")
    }
    var missing = 0
    if case .restOfHeader(let count) = read.ending?.awaits { missing = count }
    precondition(written.count + missing == stream.count, "bytes were read and belong to no frame")
}

private func checkEncoder(
    _ frame: FrameTranscript.Frame, _ encoded: [UInt8], _ parameters: FrameChoices
) {
    let key = frame.header.maskingKey ?? MaskingKey(1, 2, 3, 4)
    var ours: [UInt8] = []
    FrameEncoder(role: parameters.sender).append(
        frame.header.opcode, payload: frame.payload.span, isFinal: frame.header.isFinal,
        isCompressed: frame.header.isCompressed, maskingKey: key, to: &ours)
    let again = FrameTranscript(of: ours.span, in: Pieces.whole, by: parameters.decoder(.lenient)).frames
    precondition(
        again.count == 1 && again[0].payload == frame.payload, "an encoded payload is read otherwise")
    let header = again[0].header
    precondition(
        header.opcode == frame.header.opcode && header.isFinal == frame.header.isFinal
            && header.isCompressed == frame.header.isCompressed,
        "an encoded header is read otherwise")
    precondition(header.isMasked == (parameters.sender == .client), "masked by the wrong side")
    precondition(
        header.lengthForm == .minimal(for: header.payloadLength), "a length is not as short as it can be")
    let isOurWay =
        frame.header.reservedBits & 3 == 0 && frame.header.isMasked == header.isMasked
        && frame.header.lengthForm == header.lengthForm
    precondition(!isOurWay || ours == encoded, "the encoder writes a plain frame otherwise")
}
