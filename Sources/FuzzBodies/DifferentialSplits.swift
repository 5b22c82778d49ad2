internal import WebSocketWire

/// Decodes an input whole, in pieces that it chooses, and byte by byte: the same frames with the same
/// payloads, the same offences, the same violation, all at the same offsets.
public func fuzzDifferentialSplits(_ input: Span<UInt8>) {
    let choices = Choices(input)
    let parameters = FrameChoices(choices)
    let stream = input.extracting(droppingFirst: Choices.count)
    func transcript(_ sizes: Pieces.Sizes) -> FrameTranscript {
        FrameTranscript(of: stream, in: sizes, by: parameters.decoder(parameters.strictness))
    }
    let whole = transcript(Pieces.whole)
    precondition(transcript(choices.sizes) == whole, "in pieces the stream reads otherwise than whole")
    precondition(transcript(Pieces.single) == whole, "byte by byte the stream reads otherwise than whole")
}
