public import Faults
public import WebSocketWire

/// Changes bytes that are frames of `sender`, as good as can be read: fields, payloads, order. One change,
/// sometimes two, because libFuzzer makes several calls in a row; of the result no more than `limit` bytes are kept.
public func mutateFrameRun(
    _ bytes: inout [UInt8], from sender: EndpointRole, atMost limit: Int, _ random: inout RandomStream,
    payloads: inout some ByteMutator
) {
    var run = FrameSequence(bytes.span)
    run.settleEnd(&random)
    let mutator = FrameMutator(
        sender: sender, strength: random.once(in: 4) ? 2 : 1,
        limit: max(0, limit - run.tail.count))
    run.frames = mutator.mutate(run.frames, &random, payloads: &payloads)
    bytes = Array(run.bytes.prefix(max(0, limit)))
}

/// Frames of `sender` out of two runs of them: no more than `limit` bytes.
public func crossFrameRuns(
    _ first: Span<UInt8>, _ second: Span<UInt8>, from sender: EndpointRole, atMost limit: Int,
    _ random: inout RandomStream
) -> [UInt8] {
    let frames = FrameMutator(sender: sender, limit: max(0, limit))
        .crossover(FrameSequence(first).frames, FrameSequence(second).frames, &random)
    return FrameSequence(frames).bytes
}

extension FrameSequence {
    /// What is put in behind a frame that is not complete would be read as that frame's payload. So now and
    /// then what was cut off is made an end.
    fileprivate mutating func settleEnd(_ random: inout RandomStream) {
        guard random.once(in: 4) else { return }
        tail = []
        if let last = frames.last, last.header.payloadLength != UInt64(last.payload.count) {
            frames[frames.count - 1].setPayload(last.payload)
        }
    }
}
